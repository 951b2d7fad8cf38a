"""A private place for the real programs, with its own folder, database and broker: for tests of processes."""

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2

from tests import services
from tests.servers import free_port
from tools import probe

ROOT = Path(__file__).resolve().parent.parent
# What only the command line of this program holds.
WORDS = {
    "web": "granian",
    "worker": "worker@",
    "render": "render@",
    "beat": " beat ",
    "sweep": "manage.py sweep",
}
_numbers = itertools.count(1)


class Place:
    """`manage` runs a command here, `portal` the whole portal; `rows` looks into the database."""

    def __init__(self, name: str, *, embedded: bool = False, **environment: str) -> None:
        """`embedded` keeps to SQLite and the file broker of `make run`, whatever the run itself uses."""
        number = next(_numbers)
        self.folder = services.folder / f"{name}-{number}"
        self.folder.mkdir()
        self.database = f"{name}_{number}{services.WORKER}"
        self.is_embedded = embedded
        self.environment = {**os.environ, "PORTAL_VAR": str(self.folder), **environment}
        if embedded:
            self.environment.pop("DATABASE_URL", None)
            self.environment.pop("REDIS_URL", None)
            self.environment.update(environment)
        elif services.is_real:
            self.environment["DATABASE_URL"] = self._make_database()
            self.environment["REDIS_URL"] = services.redis_url(number)

    def _make_database(self, template: str = "template0") -> str:
        head, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        connection = psycopg2.connect(**_parts(f"{head}/postgres"))
        connection.autocommit = True
        connection.cursor().execute(f'DROP DATABASE IF EXISTS "{self.database}"')
        connection.cursor().execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
        connection.close()
        return f"{head}/{self.database}"

    def load_demo(self) -> "Place":
        """As `manage.py prepare` leaves it: made once for each kind of database, then copied."""
        key = self.is_embedded or not services.is_real
        if key not in _prepared:
            _prepared[key] = template = Place("demo", embedded=self.is_embedded)
            template.manage("prepare")
        template = _prepared[key]
        shutil.copytree(template.folder, self.folder, dirs_exist_ok=True)
        if not key:
            self._make_database(template.database)
        return self

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments} ended with {done.returncode}:\n{done.stderr}")
        return done

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read with a connection of its own, closed at once: what is seen is what is committed."""
        with self._connection() as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return list(cursor.fetchall())

    def change(self, statement: str) -> None:
        with self._connection() as connection:
            connection.cursor().execute(statement)
            connection.commit()

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if url := self.environment.get("DATABASE_URL"):
            connection = psycopg2.connect(**_parts(url))
        else:
            connection = sqlite3.connect(self.folder / "portal.sqlite3", timeout=20)
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def portal(self, *arguments: str) -> Iterator["Portal"]:
        """supervisord with all programs, answering on a free port; stopped at the end."""
        portal = Portal(self, arguments)
        try:
            portal.wait_until_it_answers()
            yield portal
        finally:
            portal.stop()

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


_prepared: dict[bool, Place] = {}


class Portal:
    def __init__(self, place: Place, arguments: tuple[str, ...]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = place.folder / "portal.log"
        command = [sys.executable, str(ROOT / "manage.py"), "portal", "--port", str(self.port), *arguments]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command, env=place.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def wait_until_it_answers(self, seconds: float = 120) -> None:
        def up() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(f"the portal ended:\n{self.log.read_text(errors='replace')[-3000:]}")
            return probe.answers("127.0.0.1", self.port)

        wait_until(up, seconds, "the portal answers")

    def children(self) -> dict[str, int]:
        """The pid of each program that runs: supervisord's own children."""
        found = {}
        for supervisord in descendants(self.process.pid, deep=False):
            for pid in descendants(supervisord, deep=False):
                line = command_line(pid)
                found |= {name: pid for name, word in WORDS.items() if word in line}
        return found

    def stop(self) -> float:
        """Seconds it took to end after one Ctrl-C."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError("the portal did not stop within 20 s") from None
        return time.monotonic() - began


def descendants(pid: int, *, deep: bool = True) -> list[int]:
    """Empty for a process that is gone."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found.append(int(child))
                if deep:
                    found += descendants(int(child))
    return found


def command_line(pid: int) -> str:
    """Empty for a process that is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def program(pid: int) -> str:
    """The name a process gave itself; empty for one that is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def is_running(pid: int) -> bool:
    """False for one that is gone and for a zombie, which runs no longer."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds: Callable[[], object], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(0.1)


def _parts(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    known = {
        "host": unquote(parts.hostname or ""),
        "user": parts.username,
        "password": parts.password,
        "port": parts.port,
        "dbname": parts.path.lstrip("/"),
    }
    return {name: value for name, value in known.items() if value}
