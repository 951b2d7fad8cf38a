"""Is the process alive (`/healthz`), may it be sent visitors (`/readyz`)? Strangers get one word.

Unavailable is only what would fail every page. What merely waits (the broker, late jobs, a filling disk) is
degraded: taking all web processes away would help nobody. `manage.py ready` says which and why.
"""

import os
import pkgutil
import shutil
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from jobs.models import Job, JobState

LOW_DISK = 500 * 1024 * 1024
FULL_DISK = 50 * 1024 * 1024
LATE = timedelta(minutes=10)
BROKER_ANSWERS_WITHIN_S = 0.5
ASKED_AGAIN_AFTER_S = 1.0
"""Whoever asks more often gets the last answer: asking must not become a way to keep the portal busy."""


class State(IntEnum):
    OK = 0
    DEGRADED = 1
    UNAVAILABLE = 2


@dataclass(frozen=True)
class Finding:
    name: str
    state: State
    words: str = ""


def examine() -> list[Finding]:
    """All that is known about this process's surroundings. Without a database the rest is not asked for."""
    found = [_disk("var", settings.VAR_DIR), _disk("media", settings.MEDIA_ROOT), _broker()]
    try:
        return [*found, _migrations(), _jobs()]
    except Error as reason:
        return [*found, Finding("database", State.UNAVAILABLE, type(reason).__name__)]


def _disk(name: str, folder: Path) -> Finding:
    if not os.access(folder, os.W_OK):
        return Finding(name, State.UNAVAILABLE, f"{folder} cannot be written to")
    free = shutil.disk_usage(folder).free
    state = State.UNAVAILABLE if free < FULL_DISK else State.DEGRADED if free < LOW_DISK else State.OK
    return Finding(name, state, f"{free // 1024**2} MB free")


_known_complete = False


def _migrations() -> Finding:
    """Once complete it stays so for this code: the answer is kept, the files are not read again."""
    global _known_complete
    if not _known_complete:
        missing = set(_migrations_of_code()) - MigrationRecorder(connection).applied_migrations().keys()
        if missing:
            return Finding("migrations", State.UNAVAILABLE, f"{len(missing)} not applied")
        _known_complete = True
    return Finding("migrations", State.OK)


def _migrations_of_code() -> Iterator[tuple[str, str]]:
    """By the names of their files: importing them all would cost the web process memory for ever."""
    for app in apps.get_app_configs():
        for module in pkgutil.iter_modules([str(Path(app.path) / "migrations")]):
            if module.name[0] not in "_~":
                yield app.label, module.name


def _jobs() -> Finding:
    """Also the proof that the database answers."""
    waiting = Job.objects.filter(state=JobState.QUEUED).annotate(now=Now()).order_by("created_at")
    oldest = waiting.values_list("created_at", "now").first()
    age = oldest[1] - oldest[0] if oldest else timedelta(0)
    words = f"the oldest waits for {age.total_seconds():.0f} s"
    return Finding("jobs", State.DEGRADED if age > LATE else State.OK, words)


def _broker() -> Finding:
    """The embedded broker is a folder of `var`, which is looked at anyway."""
    try:
        if settings.REDIS_URL:
            _ask_redis(settings.REDIS_URL)
    except OSError as reason:
        return Finding("broker", State.DEGRADED, type(reason).__name__)
    return Finding("broker", State.OK)


def _ask_redis(address: str) -> None:
    """Any answer will do, also "who are you": the library would cost a process 27 MB to say PING."""
    parts = urlsplit(address)
    host, port = parts.hostname or "127.0.0.1", parts.port or 6379
    with socket.create_connection((host, port), timeout=BROKER_ANSWERS_WITHIN_S) as plain:
        secure = parts.scheme == "rediss"
        line = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        line.sendall(b"PING\r\n")
        if not line.recv(1):
            raise ConnectionError("closed without an answer")


_asking = threading.Lock()
NEVER = float("-inf")
_last = (NEVER, State.UNAVAILABLE)


def state_now() -> State:
    """The worst of all findings, at most a second old; one thread asks, the others take the last answer.

    There is none in a fresh process: then they wait for it.
    """
    global _last
    when, state = _last
    if time.monotonic() - when < ASKED_AGAIN_AFTER_S or not _asking.acquire(blocking=when == NEVER):
        return state
    try:
        if when == NEVER and _last[0] != NEVER:
            return _last[1]
        state = max(finding.state for finding in examine())
        _last = (time.monotonic(), state)
        return state
    finally:
        _asking.release()


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    state = state_now()
    answer = JsonResponse({"status": state.name.lower()}, status=503 if state == State.UNAVAILABLE else 200)
    answer["Cache-Control"] = "no-store"
    return answer


PROBES = {"/healthz": healthz, "/readyz": readyz}


class Probes:
    """Answers before a host is checked and a session read: who asks is a machine and calls it 127.0.0.1."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        return (
            probe(request) if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
        )
