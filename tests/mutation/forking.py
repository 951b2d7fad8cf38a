"""A child of this very process: all is loaded, and what it does to itself or its database ends with it."""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connections

KILLED_BY_TIME = -1
BROKEN = 70
"""The child itself failed, not a test in it."""


class Child:
    """Runs `work` in a fork, with a copy of the test database; `work` returns the exit code."""

    def __init__(self, work: Callable[[], int], seconds: float, database: Path | None) -> None:
        for connection in connections.all(initialized_only=True):
            connection.close()
        sys.stdout.flush()
        self._deadline = time.monotonic() + seconds
        self.copy = database and database.with_name(f"{database.name}-{time.monotonic_ns()}")
        if database and self.copy:
            shutil.copyfile(database, self.copy)
        self.pid = os.fork()
        if self.pid == 0:
            self._live(work)

    def _live(self, work: Callable[[], int]) -> None:
        code = BROKEN
        try:
            os.setpgid(0, 0)
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(quiet, number)
            if self.copy:
                connections["default"].settings_dict["NAME"] = str(self.copy)
            code = work()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)

    def ended(self) -> int | None:
        """The exit code once it has ended, KILLED_BY_TIME when it had to be ended, None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self._tidy()
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() < self._deadline:
            return None
        self.kill()
        return KILLED_BY_TIME

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._tidy()

    def _tidy(self) -> None:
        if self.copy:
            for end in ("", "-wal", "-shm", "-journal"):
                Path(f"{self.copy}{end}").unlink(missing_ok=True)
