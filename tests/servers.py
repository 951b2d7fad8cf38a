"""A private PostgreSQL and Redis for one run of the tests: made in a temporary folder, gone with the run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import redis

from config import machine
from config.supervisor import kernel

STARTS_WITHIN = 30.0
# Nothing here must outlive a power cut, so nothing waits for a disk.
POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


class ServerError(Exception):
    """The server is installed but did not start; the text is what it said."""


class Servers:
    def __init__(self) -> None:
        # Not in TMPDIR: the account `postgres` must get in, and a socket's path may have 100 letters.
        self.folder = Path(tempfile.mkdtemp(prefix="portal-servers-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._processes: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []
        try:
            self.database_url = self._start_postgres()
            self.redis_url = self._start_redis()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for process, polite in self._processes:
            process.send_signal(polite)
        for process, _ in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        self._processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_postgres(self) -> str:
        home = self.folder / "pg"
        home.mkdir()
        owner = postgres_owner()
        if owner:
            shutil.chown(home, owner, owner)
        data, log = home / "data", self.folder / "postgres.log"
        initdb = [postgres_program("initdb"), "-D", str(data), "-U", "portal", "-A", "trust", "--no-sync"]
        command = [*initdb, "-E", "UTF8", "--locale=C"]
        made = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", **as_account(owner)
        )
        if made.returncode:
            raise ServerError(f"initdb: {made.stderr.strip()}")
        options = {**POSTGRES_OPTIONS, "unix_socket_directories": str(home)}
        flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command = [postgres_program("postgres"), "-D", str(data), *flags]
        self._start(command, log, signal.SIGINT, owner)
        _wait(lambda: psycopg2.connect(host=str(home), user="portal", dbname="postgres").close(), log)
        return f"postgres://portal@{str(home).replace('/', '%2F')}/portal"

    def _start_redis(self) -> str:
        port, log = free_port(), self.folder / "redis.log"
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        options = ["--save", "", "--appendonly", "no", "--databases", "64"]
        self._start([*command, *options], log, signal.SIGTERM, None)
        _wait(lambda: redis.Redis(port=port).ping(), log)
        return f"redis://127.0.0.1:{port}/0"

    def _start(self, command: list[str], log: Path, polite: signal.Signals, owner: str | None) -> None:
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,  # a Ctrl-C is for the tests; the servers stop after them
                preexec_fn=partial(kernel.die_with_parent, os.getpid()),
                cwd="/",
                **as_account(owner),
            )
        self._processes.append((process, polite))


def postgres_program(name: str) -> str:
    path = machine.postgres(name)
    if path is None:
        raise ServerError(f"{name} is not installed")
    return path


def postgres_owner() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings an account for it."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise ServerError("there is no account `postgres` to run it as, and root it refuses") from None


def as_account(owner: str | None) -> dict[str, Any]:
    return {"user": owner, "group": owner, "extra_groups": []} if owner else {}


def _wait(is_up: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            is_up()
        except (psycopg2.OperationalError, redis.ConnectionError):
            if time.monotonic() > deadline:
                raise ServerError(log.read_text(errors="replace")[-2000:]) from None
            time.sleep(0.05)
        else:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
