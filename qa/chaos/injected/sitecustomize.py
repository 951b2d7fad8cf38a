"""Loaded by Python itself where a fault run puts this folder on PYTHONPATH; the portal has no hooks.

CHAOS_TASKS=1         the worker also knows the tasks of qa.chaos.tasks
CHAOS_FAULT=NAME      the process kills itself with -9 at the point of that name
CHAOS_FLAG=PATH       a file; the fault happens only while it is there, and takes it away: once
"""

import importlib
import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

# name: the module, what in it is watched, and whether the end comes before or after the call
POINTS = {
    "file written, not committed": ("opd.files", "put", "after"),
    "job committed, not rung": ("jobs.services", "ring", "before"),
    "row written, not committed": ("opd.audit", "record", "after"),
}


class AfterImport(MetaPathFinder):
    """Lets the other finders find the module, and does something once its code has run."""

    def __init__(self, name: str, then: Callable[[ModuleType], object]) -> None:
        self.name = name
        self.then = then

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec: ModuleSpec | None = importlib.util.find_spec(name)
        if spec and spec.loader:
            self._extend(spec.loader)
        return spec

    def _extend(self, loader: Loader) -> None:
        execute = loader.exec_module

        def and_then(module: ModuleType) -> None:
            execute(module)
            self.then(module)

        loader.exec_module = and_then  # type: ignore[method-assign]


def die_at(function: str, when: str, flag: Path) -> Callable[[ModuleType], None]:
    def patch(module: ModuleType) -> None:
        real = getattr(module, function)

        def dying(*args: Any, **kwargs: Any) -> Any:
            if when == "before":
                die_once(flag)
            result = real(*args, **kwargs)
            if when == "after":
                die_once(flag)
            return result

        setattr(module, function, dying)

    return patch


def die_once(flag: Path) -> None:
    try:
        flag.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def install() -> None:
    if os.environ.get("CHAOS_TASKS"):
        add = AfterImport("masterplan.tasks", lambda module: importlib.import_module("qa.chaos.tasks"))
        sys.meta_path.insert(0, add)
    if fault := os.environ.get("CHAOS_FAULT"):
        module, function, when = POINTS[fault]
        sys.meta_path.insert(0, AfterImport(module, die_at(function, when, Path(os.environ["CHAOS_FLAG"]))))


install()
