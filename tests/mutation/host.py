"""A pytest run that loads everything once and then forks: to measure, and for every mutant."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol
from django.db import connection

from tests.mutation.coverage import Map, Ran
from tests.mutation.forking import BROKEN, KILLED_BY_TIME, Child
from tests.mutation.mutants import Mutant
from tests.mutation.planting import NotHere, plant
from tests.mutation.record import KILLED, SURVIVED, TIMEOUT, UNCOVERED, Record
from tests.mutation.targets import ROOT

MEASURING_S = 3600.0
START_S = 60.0


class Host:
    """The plugin. `mutants` are tried one after the other (`parallel` at a time) and written to `record`."""

    def __init__(self, modules: list[str], mutants: list[Mutant], record: Record, parallel: int) -> None:
        self._modules, self._mutants, self._record, self._parallel = modules, mutants, record, parallel
        self._map = Map(ROOT / "var" / "mutation" / "covered.json", ROOT)
        self._items: dict[str, pytest.Item] = {}
        self._database: Path | None = None
        self.failed: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests cannot be collected")
        self._items = {item.nodeid: item for item in session.items}
        self._warm_up(session.items)
        self._measure()
        running: dict[Mutant, Child] = {}
        for mutant in self._mutants:
            while len(running) >= self._parallel:
                self._look(running)
            if asked := self._map.covering(mutant):
                running[mutant] = self._start(mutant, asked)
            else:
                self._record.note(mutant, UNCOVERED)
        while running:
            self._look(running)
        return True

    def _warm_up(self, items: list[pytest.Item]) -> None:
        """One test makes the database and all that lasts as long as the run; the next one lies elsewhere."""
        first = next(item for item in items if item.get_closest_marker("django_db"))
        elsewhere = next(item for item in items if item.path.parent != first.path.parent)
        run([first], elsewhere)
        if connection.vendor == "sqlite":
            self._database = Path(str(connection.settings_dict["NAME"]))

    def _measure(self) -> None:
        names = list(self._items)
        asked = self._map.stale(names, self._modules)
        if not asked:
            return
        self._record.say(f"measuring what {len(asked)} tests cover ...")
        with tempfile.NamedTemporaryFile() as file:
            child = Child(lambda: self._measured(asked, Path(file.name)), MEASURING_S, self._database)
            while (code := child.ended()) is None:
                time.sleep(0.2)
            if code:
                raise RuntimeError(f"measuring ended with {code}")
            rows = json.loads(Path(file.name).read_text())
        measured = {name: Ran(**row) for name, row in rows.items()}
        self.failed = sorted(set(asked) - measured.keys())
        self._map.keep(measured, asked, self._modules, names)

    def _measured(self, names: list[str], out: Path) -> int:
        paths = {str(ROOT / module): module for module in self._modules}
        measure = coverage.Coverage(data_file=None, include=list(paths), config_file=False)
        measure.start()
        found: dict[str, Ran] = {}
        for name, following in pairs([self._items[name] for name in names]):
            measure.switch_context(name.nodeid)
            began = time.process_time()
            if run([name], following):
                found[name.nodeid] = Ran(time.process_time() - began)
        measure.stop()
        data = measure.get_data()
        for path, module in paths.items():
            for line, contexts in data.contexts_by_lineno(path).items():
                for context in contexts:
                    if context in found:
                        found[context].lines.setdefault(module, []).append(line)
        out.write_text(json.dumps({name: vars(ran) for name, ran in found.items()}))
        return 0

    def _start(self, mutant: Mutant, asked: list[str]) -> Child:
        expected = sum(self._map.tests[name].seconds for name in asked)
        return Child(lambda: self._try(mutant, asked), START_S + 5 * expected, self._database)

    def _try(self, mutant: Mutant, asked: list[str]) -> int:
        try:
            plant(mutant, ROOT)
        except NotHere:
            return try_afresh(mutant, asked)
        return 0 if run([self._items[name] for name in asked]) else 1

    def _look(self, running: dict[Mutant, Child]) -> None:
        for mutant, child in list(running.items()):
            code = child.ended()
            if code == BROKEN:
                raise RuntimeError(f"this could not be tried: {mutant.key}")
            if code is not None:
                del running[mutant]
                self._record.note(mutant, {0: SURVIVED, KILLED_BY_TIME: TIMEOUT}.get(code, KILLED))
        time.sleep(0.01)


def pairs(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    yield from zip(items, [*items[1:], None], strict=True)


def run(items: list[pytest.Item], last: pytest.Item | None = None) -> bool:
    """False as soon as one fails."""
    following = [*items[1:], last]
    for item, after in zip(items, following, strict=True):
        reports = runtestprotocol(item, log=False, nextitem=after)
        if any(report.failed for report in reports):
            return False
    return True


def try_afresh(mutant: Mutant, asked: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        source, names = Path(folder) / "source", Path(folder) / "names"
        source.write_bytes(mutant.planted((ROOT / mutant.module).read_bytes()))
        names.write_text("\n".join(asked))
        command = [sys.executable, "-m", "tests.mutation.planted", str(ROOT / mutant.module), str(source)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_VAR")}
        done = subprocess.run(
            [*command, "-x", "-q", f"@{names}"], cwd=ROOT, env=environment, capture_output=True, check=False
        )
        return int(done.returncode != 0)
