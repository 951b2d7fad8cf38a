"""The suite as `make test` runs it: on SQLite, and beside it on PostgreSQL and Redis, there with browser and
kill tests, which come last and so have the machine to themselves.

What is said after `python -m tests.suite` goes to pytest.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from config import machine
from tests.servers import ServerError, Servers
from tests.services import SERVERS

NO_TEST_MATCHED = 5
Pass: TypeAlias = tuple[str, str, list[str]]  # name, TEST_SERVICES, paths


def main(arguments: list[str]) -> int:
    machine.provide(machine.PARTS)
    requires_all = os.environ.get("REQUIRE_ALL") == "1"
    if advice := machine.advice(machine.PARTS):
        say(advice if requires_all else f"{advice}\nGoing on without.")
        if requires_all:
            return 1
    passes: list[Pass] = [("SQLite", "sqlite", [])]
    if requires_all or "DATABASE_URL" in os.environ or servers_start():
        passes.append(("PostgreSQL and Redis, with browser and kill tests", "real", []))
    else:
        passes.append(("browser and kill tests on SQLite", "sqlite", ["tests/browser", "tests/kill"]))
    results = side_by_side(passes, arguments)
    for name, code, seconds in results:
        say(f"{'passed' if code == 0 else 'FAILED'}: {name}, {seconds:.0f} s")
    return max(code for _, code, _ in results)


def side_by_side(passes: list[Pass], arguments: list[str]) -> list[tuple[str, int, float]]:
    """Two processes for two cores. The last one is seen while it runs, the others when they are done."""
    with ThreadPoolExecutor(len(passes)) as pool:
        running = [
            pool.submit(run, services, [*paths, *arguments], is_shown=(name == passes[-1][0]))
            for name, services, paths in passes
        ]
        return [(name, *done.result()) for (name, _, _), done in zip(passes, running, strict=True)]


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
