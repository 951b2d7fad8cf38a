"""What Linux does for a supervisor: children that end with their parent, orphans that come home to be buried.

Elsewhere (macOS) both do nothing; an orderly stop works all the same.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def die_with_parent(parent: int) -> None:
    """Called in the child before it becomes its program: a parent killed with -9 takes it along."""
    if not sys.platform.startswith("linux"):
        return
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Grandchildren whose parent dies become this process's own, so it can see that they are gone."""
    if sys.platform.startswith("linux"):
        _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    _LIBC.prctl(option, value, 0, 0, 0)


# Loaded once, before any fork: a child between fork and exec should do as little as possible.
_LIBC = ctypes.CDLL(None, use_errno=True)
