"""Which database and broker the tests use. A plugin, since a conftest would come after Django's settings.

TEST_SERVICES=sqlite (the default: SQLite and a file broker), real (PostgreSQL and Redis, started here unless
DATABASE_URL and REDIS_URL name some) or auto (real when the machine has them). REQUIRE_ALL=1 makes an error
of everything that is missing, instead of leaving its tests out.
"""

import atexit
import os
import shutil
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from config import machine
from tests.servers import ServerError, Servers

TESTS = Path(__file__).resolve().parent
LONG = (TESTS / "browser", TESTS / "kill")  # run once, on the real services; last of all
SERVERS = ("postgresql", "redis")


class Surroundings:
    """What this run works with: a folder, a database and a broker. Set before the settings load."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
        self.servers: Servers | None = None
        self.left_out: set[str] = set()
        atexit.register(self.close)  # a run that is refused before it begins has no other end
        (self.folder / "static").mkdir()
        os.environ.update(PORTAL_VAR=str(self.folder), PORTAL_MODE="demo")
        self.is_real = self._choose()

    def _choose(self) -> bool:
        wanted = os.environ.get("TEST_SERVICES", "sqlite")
        if wanted not in {"sqlite", "real", "auto"}:
            raise pytest.UsageError(f"TEST_SERVICES is sqlite, real or auto, not {wanted!r}.")
        given = {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys()
        absent = machine.missing(SERVERS)
        if wanted == "sqlite" or (wanted == "auto" and absent and not given):
            os.environ.pop("DATABASE_URL", None)
            os.environ.pop("REDIS_URL", None)
            self.words = "SQLite (a file) and a file broker"
            return False
        if given:
            self.words = "the PostgreSQL and Redis that DATABASE_URL and REDIS_URL name"
            return True
        if absent:
            raise pytest.UsageError(machine.advice(SERVERS))
        self._start_servers()
        return True

    def _start_servers(self) -> None:
        try:
            self.servers = Servers()
        except ServerError as reason:
            raise pytest.UsageError(f"PostgreSQL or Redis is here but did not start: {reason}") from None
        os.environ.update(DATABASE_URL=self.servers.database_url, REDIS_URL=self.servers.redis_url)
        self.words = "PostgreSQL and Redis, private to this run"

    def close(self) -> None:
        """May be called twice."""
        if self.servers:
            self.servers.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


surroundings: Surroundings
requires_all = os.environ.get("REQUIRE_ALL") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The first hook of all, and so the last moment before pytest-django reads the settings."""
    global surroundings
    surroundings = Surroundings()


def pytest_configure(config: pytest.Config) -> None:
    if requires_all and (advice := machine.advice(machine.PARTS)):
        raise pytest.UsageError(advice)


def pytest_unconfigure(config: pytest.Config) -> None:
    surroundings.close()


def pytest_report_header(config: pytest.Config) -> str:
    return f"services: {surroundings.words}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Browser and kill tests run on the real services, or when they are named."""
    if collection_path not in LONG:
        return None
    named = any(Path(arg.split("::")[0]).resolve().is_relative_to(collection_path) for arg in config.args)
    if (surroundings.is_real or named) and find_spec("playwright"):
        return None
    surroundings.left_out.add(f"tests/{collection_path.name} (make test runs it)")
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: any(item.path.is_relative_to(folder) for folder in LONG))


def pytest_runtest_setup(item: pytest.Item) -> None:
    names = [name for marker in item.iter_markers("needs") for name in marker.args]
    absent = machine.missing(names)
    if absent and requires_all:
        pytest.fail(machine.advice(absent), pytrace=False)
    if absent:
        pytest.skip(f"not on this machine: {', '.join(absent)}")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line(f"services used: {surroundings.words}")
    skipped = Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])
    )
    left_out = sorted(surroundings.left_out) + [f"{count} × {why}" for why, count in sorted(skipped.items())]
    for what in left_out:
        terminalreporter.write_line(f"left out: {what}")
    if left_out and (advice := machine.advice(machine.PARTS)):
        terminalreporter.write_line(advice)
