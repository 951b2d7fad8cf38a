"""A PostgreSQL and a Redis of a run's own: made in a folder of /tmp, gone with the process that made them."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import redis

from tools import setup

STARTS_WITHIN = 30.0
# Linux ends a server with the process that started it; elsewhere only `stop` does.
GUARDED = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


class ServerError(Exception):
    """The server is installed but did not start; the text is what it said."""


class Servers:
    def __init__(self) -> None:
        # Not in TMPDIR: the account `postgres` must get in, and a socket's path may have 100 letters.
        self.folder = Path(tempfile.mkdtemp(prefix="portal-servers-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._processes: list[subprocess.Popen[bytes]] = []

    def postgres(self, **settings: str) -> tuple[str, int]:
        """Returns the address of a database `portal`, which need not be there yet, and the server's pid."""
        home, how = self.folder / "pg", as_account(postgres_owner())
        home.mkdir()
        if how:
            shutil.chown(home, how["user"], how["group"])
        command = [postgres_program("initdb"), "-D", f"{home}/data", "-U", "portal", "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **how)
        if made.returncode:
            raise ServerError(f"initdb: {made.stderr.strip()}")
        settings = {"listen_addresses": "", "unix_socket_directories": str(home), **settings}
        flags = [f"-c{name}={value}" for name, value in settings.items()]
        place = f"host={home} user=portal dbname=postgres"
        command = [postgres_program("postgres"), "-D", f"{home}/data", *flags]
        pid = self._start(command, lambda: psycopg2.connect(place).close(), **how)
        return f"postgres://portal@{str(home).replace('/', '%2F')}/portal", pid

    def redis(self, databases: int) -> str:
        """Returns the address, without the number of a database."""
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        command += ["--save", "", "--appendonly", "no", "--databases", str(databases)]
        self._start(command, lambda: redis.Redis(port=port).ping())
        return f"redis://127.0.0.1:{port}"

    def _start(self, command: list[str], is_up: Callable[[], object], **how: Any) -> int:
        log = self.folder / f"{Path(command[0]).name}.log"
        with log.open("wb") as out:
            # A group of its own: Ctrl-C is for the tests, and the servers stop after them.
            process = subprocess.Popen(
                [*GUARDED, *command], stdout=out, stderr=out, process_group=0, cwd="/", **how
            )
        self._processes.append(process)
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                is_up()
                return process.pid
            except (psycopg2.OperationalError, redis.ConnectionError):
                if time.monotonic() > deadline:
                    raise ServerError(log.read_text(errors="replace")[-2000:]) from None
                time.sleep(0.05)

    def stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)


def postgres_program(name: str) -> str:
    if (path := setup.find_program(name)) is None:
        raise ServerError(f"{name} is not installed")
    return path


def postgres_owner() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings an account for it."""
    try:
        return pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
    except KeyError:
        raise ServerError("there is no account `postgres` to run it as, and root it refuses") from None


def as_account(owner: str | None) -> dict[str, Any]:
    return {"user": owner, "group": owner, "extra_groups": []} if owner else {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
