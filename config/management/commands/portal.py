"""The whole portal in one command: web, worker, beat and sweep; one Ctrl-C stops all."""

import fcntl
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.start import require_own_passwords
from config.supervisor import ports
from config.supervisor.loop import Supervisor
from config.supervisor.programs import programs
from opd.models import User

DEFAULT_PORT = 8000
INTERRUPTED = 130


class Command(BaseCommand):
    help = "Runs the portal and restarts what dies. --prepare first migrates and, when empty, loads the demo."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or DEFAULT_PORT)
        parser.add_argument("--prepare", action="store_true")

    def handle(self, *args: object, host: str, port: int, prepare: bool, **options: object) -> None:
        self._host, self._port, self._is_greeted = host, port, False
        os.environ["PORT"] = str(port)  # the children print it in addresses
        if not ports.is_free(host, port):
            raise CommandError(f"Port {port} is in use. Type:  PORT={ports.next_free(host, port)} make run")
        with only_one_here(settings.VAR_DIR):
            if prepare:
                run_prepare()
            require_own_passwords()
            Supervisor(programs(settings.BASE_DIR, host, port), self._say).run(self._greet_once)

    def _greet_once(self) -> None:
        if self._is_greeted or not ports.answers(self._host, self._port):
            return
        self._is_greeted = True
        self._say(f"\nThe portal is ready:  http://{self._host}:{self._port}/")
        if settings.PORTAL_MODE == "demo":
            self._say(f"Accounts: {accounts()}\nPassword of all: {settings.DEMO_PASSWORD}")
        self._say("Ctrl-C stops it.\n")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def run_prepare() -> None:
    try:
        done = subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", "prepare"], check=False)  # noqa: S603
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    if done.returncode:
        sys.exit(done.returncode)


@contextmanager
def only_one_here(folder: Path) -> Iterator[None]:
    """Two portals on one folder would share its broker and its beat by accident."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "portal.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(f"The portal in {folder} runs already. Stop that one with Ctrl-C.") from None
        yield


def accounts() -> str:
    """Who can sign in; of those that every OPD has, one for example."""
    kinds: dict[str, str] = {}
    for name in User.objects.filter(is_active=True).order_by("pk").values_list("username", flat=True):
        kind, _, opd = name.partition(".")
        kinds.setdefault(kind, f"{kind}.<opd> (for example {name})" if opd else name)
    connection.close()
    return ", ".join(kinds.values())
