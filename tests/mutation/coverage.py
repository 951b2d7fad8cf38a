"""Which tests run which lines, and how long they take: measured once, kept until a file changes."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from tests.mutation.mutants import Mutant


@dataclass
class Ran:
    """One test: the seconds of CPU it took, and the lines it ran by module."""

    seconds: float = 0.0
    lines: dict[str, list[int]] = field(default_factory=dict)


WITNESS_S = 2.0
"""Tests that need longer are not asked: whatever only the whole book notices has no guard of its own."""
ALTOGETHER_S = 15.0
"""The near ones are asked for so long; else a change that nobody notices would run the whole suite."""


class Map:
    """Tests by their id. `stamps` remembers the text of the files it was measured with."""

    def __init__(self, path: Path, root: Path) -> None:
        self._path, self._root = path, root
        stored: dict[str, Any] = (
            json.loads(path.read_text()) if path.exists() else {"stamps": {}, "tests": {}}
        )
        self._stamps: dict[str, str] = stored["stamps"]
        self.tests = {name: Ran(**values) for name, values in stored["tests"].items()}

    def stale(self, names: list[str], modules: list[str]) -> list[str]:
        """The tests to run (again): their file is another, or a module that they run is."""
        changed = {module for module in modules if self._stamps.get(module) != digest(self._root / module)}
        return [
            name
            for name in names
            if name not in self.tests
            or self._stamps.get(file_of(name)) != digest(self._root / file_of(name))
            or changed & self.tests[name].lines.keys()
        ]

    def keep(self, measured: dict[str, Ran], asked: list[str], modules: list[str], known: list[str]) -> None:
        """`asked` were to run; those that failed without any change are not among the measured."""
        for name in asked:
            self.tests.pop(name, None)
        self.tests |= measured
        for gone in self.tests.keys() - set(known):
            del self.tests[gone]
        for file in {*modules, *map(file_of, known)}:
            self._stamps[file] = digest(self._root / file)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        rows = {name: asdict(ran) for name, ran in self.tests.items()}
        self._path.write_text(json.dumps({"stamps": self._stamps, "tests": rows}))

    def covering(self, mutant: Mutant) -> list[str]:
        """Those that run the changed statement, the quick and near ones first.

        What stands outside functions runs while the module is loaded: all that use the module are asked.
        """
        lines = set(range(mutant.first, mutant.last + 1))
        found = [
            name
            for name, ran in self.tests.items()
            if mutant.module in ran.lines
            and ran.seconds <= WITNESS_S
            and (not mutant.is_in_function or not lines.isdisjoint(ran.lines[mutant.module]))
        ]
        near = (f"tests/{mutant.module.split('/')[0]}/", "tests/rules/")
        dotted = mutant.module.removesuffix(".py").replace("/", ".")  # the prepared call of this very service
        found.sort(key=lambda n: (dotted not in n, not n.startswith(near), self.tests[n].seconds))
        spent = accumulate(self.tests[name].seconds for name in found)
        return [name for name, seconds in zip(found, spent, strict=True) if seconds <= ALTOGETHER_S]


def file_of(name: str) -> str:
    return name.split("::", 1)[0]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
