"""What a run works with, and which tests it holds. A plugin, since a conftest comes after Django's settings.

TEST_SERVICES=sqlite (the default): everything but browser and kill tests, on SQLite and a broker of files.
TEST_SERVICES=real: those two, and what the database decides (docs/decisions/0013-tests-on-two-databases.md),
on the PostgreSQL and Redis of DATABASE_URL and REDIS_URL, else on private ones; where neither is installed,
browser and kill tests on SQLite. Named paths run whole. REQUIRE_ALL=1: nothing may be missing.
"""

import atexit
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.servers import ServerError, Servers
from tools import setup

BROWSER, KILL = (Path(__file__).resolve().parent / name for name in ("browser", "kill"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
# Nothing here must outlive a power cut, so nothing waits for a disk.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}

requires_all = os.environ.get("REQUIRE_ALL") == "1"
is_second = os.environ.get("TEST_SERVICES", "sqlite") == "real"
is_real = False
folder: Path


def pytest_addoption() -> None:
    """The first hook of all, and so the last moment before pytest-django reads the settings."""
    global folder, is_real
    folder = Path(os.environ["PORTAL_VAR"], WORKER) if WORKER else _temporary_folder()
    (folder / "static").mkdir(parents=True)
    os.environ.update(PORTAL_VAR=str(folder), PORTAL_MODE="demo")
    given = {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys()
    is_real = is_second and (given or requires_all or not setup.missing(("postgresql", "redis")))
    if not is_real:
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("REDIS_URL", None)
    elif not given:
        _start_servers()
    elif WORKER:
        os.environ["REDIS_URL"] = redis_url(0)


def redis_url(number: int) -> str:
    """The address of one of the 64 databases of this process."""
    first = 64 * (int(WORKER.removeprefix("gw")) + 1) if WORKER else 0
    return f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{first + number}"


def _temporary_folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="portal-test-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _start_servers() -> None:
    servers = Servers()
    atexit.register(servers.stop)
    try:
        os.environ.update(
            DATABASE_URL=servers.postgres(**FORGETFUL)[0], REDIS_URL=f"{servers.redis(databases=256)}/0"
        )
    except ServerError as reason:
        raise pytest.UsageError(f"PostgreSQL or Redis is here but did not start: {reason}") from None


def pytest_configure() -> None:
    if requires_all and (advice := setup.advice()):
        raise pytest.UsageError(advice)


def pytest_report_header(config: pytest.Config) -> list[str]:
    used = "PostgreSQL and Redis" if is_real else "SQLite (a file) and a broker of files"
    left_out = "left out: tests/browser, tests/kill, PostgreSQL and Redis (make test runs them)"
    return [f"services: {used}", *([left_out] if _is_whole(config) and not is_second else [])]


def _is_whole(config: pytest.Config) -> bool:
    return bool(config.args == config.getini("testpaths"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_left_out = not find_spec("playwright") or (_is_whole(config) and not is_second)
    return True if collection_path in (BROWSER, KILL) and is_left_out else None


def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> None:
    if is_second and _is_whole(config):
        config.hook.pytest_deselected(items=[item for item in items if not _is_of_second(item)])
        # Kill tests take longest: begun first, they run beside all others and not after them.
        items[:] = sorted(filter(_is_of_second, items), key=lambda item: not item.path.is_relative_to(KILL))


def _is_long(item: pytest.Item) -> bool:
    return item.path.is_relative_to(BROWSER) or item.path.is_relative_to(KILL)


def _is_of_second(item: pytest.Item) -> bool:
    database = item.get_closest_marker("django_db")
    commits = database is not None and database.kwargs.get("transaction")
    return _is_long(item) or (is_real and bool(commits or item.get_closest_marker("both_databases")))


def pytest_runtest_setup(item: pytest.Item) -> None:
    absent = setup.missing([name for marker in item.iter_markers("needs") for name in marker.args])
    if absent and requires_all:
        pytest.fail(setup.advice(absent), pytrace=False)
    if absent:
        pytest.skip(f"not on this machine: {', '.join(absent)}")
