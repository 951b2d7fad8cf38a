"""One program of the production set: started as a container is, killed as a machine kills, started again."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.place import descendants, wait_until
from tests.servers import as_account
from tools import processes

PAUSE = 0.5
"""A container runtime waits a moment before it starts again what has died."""
STOPS_WITHIN = 20.0
FOUNDATIONS = ("postgres", "redis", "pgbouncer")


class Program:
    """A process group of its own. `keeps_running` is what `restart: unless-stopped` says in compose."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        folder: Path,
        account: str | None = None,
        polite: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log
        self.keeps_running = True
        self.starts = 0
        self._folder = folder
        self._account = account
        self._polite = polite
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                processes.end_with_parent(self.command),
                env=self.environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                process_group=0,
                **as_account(self._account),
            )

    def send(self, number: signal.Signals) -> None:
        if self.is_running:
            os.kill(self.pid, number)

    def children(self) -> list[int]:
        return descendants(self.pid) if self.is_running else []

    def kill(self) -> None:
        """-9 for the whole group at once, as when the machine or its container goes."""
        if self._process is None:
            return
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._process.wait()

    def ask_to_stop(self) -> None:
        self.keeps_running = False
        self.send(self._polite)

    def stop(self) -> None:
        """Asked politely, killed when it does not listen."""
        self.ask_to_stop()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=STOPS_WITHIN)
            self.kill()

    def tail(self, letters: int = 3000) -> str:
        return self.log.read_text(errors="replace")[-letters:] if self.log.exists() else ""


class Watch:
    """Starts programs and starts again what died, all from one thread that lives as long as the set.

    A program ends with the thread that started it (PR_SET_PDEATHSIG), so no passing thread may start one.
    """

    def __init__(self) -> None:
        self.programs: list[Program] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def add(self, program: Program) -> None:
        """Have it started, and kept running from now on."""
        self.programs.append(program)
        wait_until(lambda: program.starts, 30, f"{program.name} was started")

    def stop(self) -> None:
        """All are asked at once, and what the others stand on last of all; then the thread may end."""
        above = [program for program in self.programs if program.name not in FOUNDATIONS]
        for program in above:
            program.ask_to_stop()
        for program in [*above, *reversed(self.programs)]:
            program.stop()
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        died: dict[str, float] = {}
        while not self._over.wait(0.05):
            for program in list(self.programs):
                if program.is_running or not program.keeps_running:
                    died.pop(program.name, None)
                elif time.monotonic() > died.setdefault(program.name, time.monotonic()) + PAUSE:
                    program.kill()
                    program.start()
