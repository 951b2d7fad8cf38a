"""The whole portal in one command: web, workers, beat and sweep under supervisord; one Ctrl-C stops all."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from opd.accounts.models import User
from portal.management.outdated import put_outdated_aside
from portal.web.start import require_own_passwords
from tools import probe, processes

DEFAULT_PORT = 8000
INTERRUPTED = 130
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Runs the portal and restarts what dies. --prepare first migrates and, when empty, loads the demo."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or DEFAULT_PORT)
        parser.add_argument("--prepare", action="store_true")

    def handle(self, *args: object, host: str, port: int, prepare: bool, **options: object) -> None:
        os.environ["PORT"] = str(port)  # the programs print it in addresses
        if not probe.is_free(host, port):
            raise CommandError(f"Port {port} is in use. Type:  PORT={probe.next_free(host, port)} make run")
        if prepare:
            with locked(settings.VAR_DIR):
                self._write(
                    "".join(f"{words}\n" for words in [put_outdated_aside(settings.VAR_DIR)] if words)
                )
        with locked(settings.VAR_DIR):
            if prepare:
                run_prepare()
            require_own_passwords()
            if processes.SETPRIV is None:
                self._write(
                    "setpriv is not on this machine: what kill -9 ends leaves its programs running.\n"
                )
            Thread(target=self._greet, args=(host, port, greeting(host, port)), daemon=True).start()
            self._supervise(processes.supervisord_configuration(settings.VAR_DIR, host, port))

    def _greet(self, host: str, port: int, words: str) -> None:
        while not probe.answers(host, port):
            time.sleep(0.2)
        self._write(words)

    def _supervise(self, configuration: str) -> None:
        """Run supervisord until SIGINT, SIGTERM or SIGHUP; CommandError when it ends in another way."""
        file = settings.VAR_DIR / "supervisord.conf"
        file.write_text(configuration, encoding="utf-8")
        words = [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)]
        with subprocess.Popen(  # noqa: S603 -- the words stand above
            processes.end_with_parent(words),
            env=processes.environment(),
            stdin=subprocess.DEVNULL,
            # A pipe: supervisord opens its output once for each program, which is refused where that is a
            # socket or the terminal of another account.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # supervisord takes the SIGHUP of a closed terminal for "start anew": only this process gets it.
            process_group=0,
        ) as supervisord:
            for number in STOPPING:
                signal.signal(number, lambda *_: supervisord.terminate())
            for line in supervisord.stdout or ():
                self._write(line.decode(errors="replace"))
        if supervisord.returncode:
            raise CommandError(f"supervisord ended with {supervisord.returncode}.")

    def _write(self, text: str) -> None:
        # A terminal that was closed takes no more words; what runs has to be stopped all the same.
        with suppress(OSError):
            self.stdout.write(text, ending="")
            self.stdout.flush()


def run_prepare() -> None:
    try:
        done = subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", "prepare"], check=False)  # noqa: S603
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    if done.returncode:
        sys.exit(done.returncode)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """CommandError when a portal runs in `folder` already: two would share its broker and its beat."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "portal.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(f"The portal in {folder} runs already. Stop that one with Ctrl-C.") from None
        yield


def greeting(host: str, port: int) -> str:
    """What is written once the portal answers."""
    lines = ["", f"The portal is ready:  http://{host}:{port}/"]
    if settings.PORTAL_MODE == "demo":
        lines += [f"Accounts: {accounts()}", f"Password of all: {settings.DEMO_PASSWORD}"]
    return "\n".join([*lines, "Ctrl-C stops it.", "", ""])


def accounts() -> str:
    """Who can sign in; of those that every OPD has, one for example."""
    kinds: dict[str, str] = {}
    for name in User.objects.filter(is_active=True).order_by("pk").values_list("username", flat=True):
        kind, _, opd = name.partition(".")
        kinds.setdefault(kind, f"{kind}.<opd> (for example {name})" if opd else name)
    connection.close()
    return ", ".join(kinds.values())
