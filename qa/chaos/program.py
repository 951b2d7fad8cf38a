"""One program of the production set: started as a container is, killed as a machine kills, started again."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from config.supervisor import kernel
from tests.place import descendants
from tests.servers import as_account

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
                self.command,
                env=self.environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,
                preexec_fn=partial(kernel.die_with_parent, os.getpid()),
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

    def stop(self, within: float = STOPS_WITHIN) -> float:
        """Asked politely, killed when it does not listen; returns the seconds it took."""
        began = time.monotonic()
        self.ask_to_stop()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=within)
            self.kill()
        return time.monotonic() - began

    def restart(self) -> None:
        """Ended and started again by the watch, with the environment it has now."""
        starts = self.starts
        self.kill()
        deadline = time.monotonic() + STOPS_WITHIN
        while not (self.starts > starts and self.is_running):
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.name} was not started again:\n{self.tail()}")
            time.sleep(0.05)

    def tail(self, letters: int = 3000) -> str:
        return self.log.read_text(errors="replace")[-letters:] if self.log.exists() else ""


class Watch:
    """Starts programs and starts again what died, all from one thread that lives as long as the set.

    A program ends with the thread that started it (PR_SET_PDEATHSIG), so no passing thread may start one.
    """

    def __init__(self) -> None:
        self.programs: list[Program] = []
        self._new: SimpleQueue[tuple[Program, Future[None]]] = SimpleQueue()
        self._over = threading.Event()
        self._died: dict[str, float] = {}
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def add(self, program: Program) -> None:
        """Start it and keep it running from now on."""
        started: Future[None] = Future()
        self._new.put((program, started))
        started.result()

    def stop(self) -> None:
        """All are asked at once, and what the others stand on last of all; then the thread may end."""
        above = [program for program in self.programs if program.name not in FOUNDATIONS]
        for program in above:
            program.ask_to_stop()
        for program in [*above, *reversed(self.programs)]:
            program.stop()
        self._over.set()
        self._thread.join()

    def wait(self) -> None:
        """Until somebody interrupts."""
        while not self._over.wait(1):
            pass

    def _look(self) -> None:
        while not self._over.wait(0.05):
            while not self._new.empty():
                self._start_new(*self._new.get())
            for program in self.programs:
                self._look_after(program)

    def _start_new(self, program: Program, started: "Future[None]") -> None:
        try:
            program.start()
        except OSError as reason:
            started.set_exception(reason)
        else:
            self.programs.append(program)
            started.set_result(None)

    def _look_after(self, program: Program) -> None:
        if program.is_running or not program.keeps_running:
            self._died.pop(program.name, None)
        elif time.monotonic() > self._died.setdefault(program.name, time.monotonic()) + PAUSE:
            program.kill()
            program.start()
