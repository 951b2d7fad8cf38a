"""The suite as `make test` runs it: on SQLite, then on PostgreSQL and Redis with browser and kill tests.

What is said after `python -m tests.suite` goes to pytest.
"""

import os
import subprocess
import sys
import time

from config import machine
from tests.servers import ServerError, Servers
from tests.services import SERVERS

NO_TEST_MATCHED = 5


def main(arguments: list[str]) -> int:
    machine.provide(machine.PARTS)
    requires_all = os.environ.get("REQUIRE_ALL") == "1"
    if advice := machine.advice(machine.PARTS):
        say(advice if requires_all else f"{advice}\nGoing on without.")
        if requires_all:
            return 1
    passes: list[tuple[str, str, list[str]]] = [("SQLite", "sqlite", [])]
    if requires_all or "DATABASE_URL" in os.environ or servers_start():
        passes.append(("PostgreSQL and Redis, with browser and kill tests", "real", []))
    else:
        passes.append(("browser and kill tests on SQLite", "sqlite", ["tests/browser", "tests/kill"]))
    results = [(name, *run(services, [*paths, *arguments])) for name, services, paths in passes]
    for name, code, seconds in results:
        say(f"{'passed' if code == 0 else 'FAILED'}: {name}, {seconds:.0f} s")
    return max(code for _, code, _ in results)


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


def run(services: str, arguments: list[str]) -> tuple[int, float]:
    began = time.monotonic()
    environment = {**os.environ, "TEST_SERVICES": services}
    command = [sys.executable, "-m", "pytest", *arguments]
    code = subprocess.run(command, env=environment, check=False).returncode
    return (0 if code == NO_TEST_MATCHED and arguments else code), time.monotonic() - began


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
