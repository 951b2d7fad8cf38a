"""A PostgreSQL of its own for a benchmark, as durable as a real one: every commit waits for the disk."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import psycopg2

from config.supervisor import kernel
from tests.servers import STARTS_WITHIN, ServerError, as_account, postgres_owner, postgres_program

# The cost of a page as docker-compose.yml sets it.
OPTIONS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "max_connections": "100",
    "random_page_cost": "1.1",
}


class DurablePostgres:
    """`url` names its database `portal`, reached through a socket; gone with the folder at `stop`."""

    def __init__(self, **options: str) -> None:
        # Not in TMPDIR: the account `postgres` must get in, and a socket's path may have 100 letters.
        self.folder = Path(tempfile.mkdtemp(prefix="portal-bench-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._owner = postgres_owner()
        self._data = self.folder / "data"
        try:
            self._make()
            self._process = self._start({**OPTIONS, **options})
            self._wait()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @property
    def url(self) -> str:
        return f"postgres://portal@{str(self.folder).replace('/', '%2F')}/portal"

    @property
    def pid(self) -> int:
        return self._process.pid

    def _make(self) -> None:
        if self._owner:
            shutil.chown(self.folder, self._owner, self._owner)
        initdb = [postgres_program("initdb"), "-D", str(self._data), "-U", "portal", "-A", "trust"]
        command = [*initdb, "-E", "UTF8", "--locale=C"]
        made = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", **as_account(self._owner)
        )
        if made.returncode:
            raise ServerError(f"initdb: {made.stderr.strip()}")

    def _start(self, options: Mapping[str, str]) -> subprocess.Popen[bytes]:
        given = {**options, "unix_socket_directories": str(self.folder)}
        flags = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as out:
            return subprocess.Popen(
                [postgres_program("postgres"), "-D", str(self._data), *flags],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,
                preexec_fn=partial(kernel.die_with_parent, os.getpid()),
                cwd="/",
                **as_account(self._owner),
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                connection = psycopg2.connect(host=str(self.folder), user="portal", dbname="postgres")
            except psycopg2.OperationalError:
                if time.monotonic() > deadline:
                    raise ServerError((self.folder / "log").read_text(errors="replace")[-2000:]) from None
                time.sleep(0.05)
            else:
                break
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE portal")
        connection.close()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
