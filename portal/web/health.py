"""Is the process alive (`/healthz`), may it be sent visitors (`/readyz`)? Strangers get one word.

Unavailable is what would fail every page. What only waits (the broker, jobs, a filling disk) or costs one
download (a damaged file) is degraded: taking all web processes away would help nobody. `manage.py ready` says
which and why.
"""

import os
import shutil
import socket
from collections.abc import Callable
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from lib.files.models import StoredFile
from lib.jobs.models import Job, JobState

LOW_DISK, FULL_DISK = 500 * 1024 * 1024, 50 * 1024 * 1024
LATE, STUCK = timedelta(minutes=10), timedelta(seconds=50)


class State(IntEnum):
    OK = 0
    DEGRADED = 1
    UNAVAILABLE = 2


class Finding(NamedTuple):
    name: str
    state: State
    words: str = ""


def examine() -> list[Finding]:
    """The state of all that the process needs; without a database the rest is not asked for."""
    found = [_disk("var", settings.VAR_DIR), _disk("media", settings.MEDIA_ROOT), _broker()]
    try:
        return [*found, _migrations(), _jobs(), _files()]
    except Error as reason:
        return [*found, Finding("database", State.UNAVAILABLE, type(reason).__name__)]


def _disk(name: str, folder: Path) -> Finding:
    if not os.access(folder, os.W_OK):
        return Finding(name, State.UNAVAILABLE, f"{folder} cannot be written to")
    free = shutil.disk_usage(folder).free
    state = State.UNAVAILABLE if free < FULL_DISK else State.DEGRADED if free < LOW_DISK else State.OK
    return Finding(name, state, f"{free // 1024**2} MB free")


def _broker() -> Finding:
    # Connected to, not asked: the client would cost a web process 27 MB, and _jobs sees a broker that hangs.
    broker = urlsplit(settings.REDIS_URL)
    try:
        if broker.hostname:
            socket.create_connection((broker.hostname, broker.port or 6379), timeout=0.5).close()
    except OSError as reason:
        return Finding("broker", State.DEGRADED, type(reason).__name__)
    return Finding("broker", State.OK)


def _migrations() -> Finding:
    # By the names of their files: importing them all would cost a web process memory for ever.
    folders = [(app.label, Path(app.path, "migrations")) for app in apps.get_app_configs()]
    known = {(label, file.stem) for label, folder in folders for file in folder.glob("[!_]*.py")}
    missing = known - MigrationRecorder(connection).applied_migrations().keys()
    words = f"{len(missing)} not applied" if missing else ""
    return Finding("migrations", State.UNAVAILABLE if missing else State.OK, words)


def _jobs() -> Finding:
    """Degraded when a job waits for LATE, or for STUCK while none runs and none was started."""
    queued = Job.objects.filter(state=JobState.QUEUED).order_by("created_at")
    oldest = queued.values_list("created_at", Now()).first()
    age = oldest[1] - oldest[0] if oldest else timedelta(0)
    works = Q(started_at__gt=Now() - STUCK) | Q(state=JobState.RUNNING, lease_until__gt=Now())
    stuck = age > STUCK and not Job.objects.filter(works).exists()
    words = f"the oldest waits for {age.total_seconds():.0f} s" + ", none is at work" * stuck
    return Finding("jobs", State.DEGRADED if stuck or age > LATE else State.OK, words)


def _files() -> Finding:
    """What the nightly check found; a page that needs such a file says so itself."""
    damaged = StoredFile.objects.damaged().count()
    words = f"{damaged} missing or changed" if damaged else ""
    return Finding("files", State.DEGRADED if damaged else State.OK, words)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    # Asked at most once a second: asking must not become a way to keep the portal busy.
    known = caches["local"].get_or_set("ready", lambda: max(found.state for found in examine()), 1)
    state = State(known or State.OK)
    status = 503 if state == State.UNAVAILABLE else 200
    return JsonResponse({"status": state.name.lower()}, status=status, headers={"Cache-Control": "no-store"})


PROBES = {"/healthz": healthz, "/readyz": readyz}


class Probes:
    """Answers before a host is checked and a session read: who asks is a machine and calls it 127.0.0.1."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, self.get_response)(request)
