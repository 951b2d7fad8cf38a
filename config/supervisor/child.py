"""One process of the portal and all it starts itself: a process group of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from config.supervisor import kernel
from config.supervisor.memory import environment

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 15.0
STEADY_AFTER = 30.0
GONE_WITHIN = 5.0


class Child:
    """Started, watched and stopped by the supervisor. After `bury` nothing of its group is left running."""

    def __init__(self, name: str, command: Sequence[str], folder: Path) -> None:
        self.name = name
        self._command = list(command)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_again_at = 0.0
        self._pause = FIRST_PAUSE

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 -- the command is the portal's own
            self._command,
            cwd=self._folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=partial(kernel.die_with_parent, os.getpid()),
        )
        self._started_at = time.monotonic()

    def ended_with(self) -> int | None:
        """The exit code once the process has ended by itself, else None."""
        return self._process.poll() if self._process else None

    def plan_restart(self) -> float:
        """Seconds to wait: longer each time while it dies young, short again after it held for a while."""
        if time.monotonic() - self._started_at > STEADY_AFTER:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self._start_again_at = time.monotonic() + pause
        self._process = None
        return pause

    def is_due(self) -> bool:
        return self._process is None and time.monotonic() >= self._start_again_at

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def bury(self) -> None:
        """Kill what is left of the group and wait until it is gone, so that its port and files are free."""
        if self._process is None:
            return
        group = self._process.pid
        deadline = time.monotonic() + GONE_WITHIN
        while time.monotonic() < deadline:
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                return
            self._process.poll()
            _reap(group)
            time.sleep(0.02)


def _reap(group: int) -> None:
    """Collect adopted orphans; a zombie would keep the group alive for ever."""
    try:
        while os.waitpid(-group, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
