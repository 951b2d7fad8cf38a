"""The suite as `make test` runs it, in two lanes for two cores: on SQLite and then the kill tests, which
mostly wait; beside it on PostgreSQL and Redis, and then the browser tests.

What is said after `python -m tests.suite` goes to pytest.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from config import machine
from tests.servers import ServerError, Servers
from tests.services import SERVERS

NO_TEST_MATCHED = 5
KILLS = "tests/kill"
Pass: TypeAlias = tuple[str, str, list[str]]  # name, TEST_SERVICES, paths


def main(arguments: list[str]) -> int:
    machine.provide(machine.PARTS)
    requires_all = os.environ.get("REQUIRE_ALL") == "1"
    if advice := machine.advice(machine.PARTS):
        say(advice if requires_all else f"{advice}\nGoing on without.")
        if requires_all:
            return 1
    is_real = requires_all or "DATABASE_URL" in os.environ
    is_whole = not any(Path(argument.partition("::")[0]).exists() for argument in arguments)
    results = side_by_side(lanes(is_real=is_real, is_whole=is_whole), arguments)
    for name, code, seconds in results:
        say(f"{'passed' if code == 0 else 'FAILED'}: {name}, {seconds:.0f} s")
    return max(code for _, code, _ in results)


def lanes(*, is_real: bool, is_whole: bool) -> list[list[Pass]]:
    """What each core does, one pass after the other. The kill tests are a pass of their own when the whole
    suite is run on own servers; those of somebody else have room for one."""
    plain: Pass = ("SQLite", "sqlite", [])
    if not is_real and not servers_start():
        return [[plain], [("browser and kill tests on SQLite", "sqlite", ["tests/browser", KILLS])]]
    if "DATABASE_URL" in os.environ or not is_whole:
        return [[plain], [("PostgreSQL and Redis, with browser and kill tests", "real", [])]]
    return [
        [plain, ("kill tests on PostgreSQL and Redis", "real", [KILLS])],
        [("PostgreSQL and Redis, with browser tests", "real", [f"--ignore={KILLS}"])],
    ]


def side_by_side(lanes: list[list[Pass]], arguments: list[str]) -> list[tuple[str, int, float]]:
    """The last lane is seen while it runs, the others when they are done."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        done = pool.map(lambda lane: in_turn(lane, arguments, is_shown=lane is lanes[-1]), lanes)
        return [result for lane in done for result in lane]


def in_turn(lane: list[Pass], arguments: list[str], *, is_shown: bool) -> list[tuple[str, int, float]]:
    return [(name, *run(services, [*paths, *arguments], is_shown=is_shown)) for name, services, paths in lane]


def servers_start() -> bool:
    """Tried once before the long pass: what is installed may still not run on this machine."""
    if machine.missing(SERVERS):
        return False
    try:
        Servers().stop()
    except ServerError as reason:
        say(f"PostgreSQL or Redis is here but does not start: {reason}\nGoing on without.")
        return False
    return True


def run(services: str, arguments: list[str], *, is_shown: bool) -> tuple[int, float]:
    began = time.monotonic()
    environment = {**os.environ, "TEST_SERVICES": services}
    command = [sys.executable, "-m", "pytest", *arguments]
    out = None if is_shown else subprocess.PIPE
    done = subprocess.run(command, env=environment, stdout=out, stderr=out, text=True, check=False)
    if not is_shown:
        say(f"{done.stdout}{done.stderr}")
    code = done.returncode
    return (0 if code == NO_TEST_MATCHED and arguments else code), time.monotonic() - began


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
