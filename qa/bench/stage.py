"""A place for one database: its folder, both plans in it, and the portal's programs against it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.bench.postgres import DurablePostgres
from tools.processes import ALLOCATOR

ROOT = Path(__file__).resolve().parent.parent.parent
HOST, NAME = "127.0.0.1", "portal.example"  # where the portal listens, and what visitors call it
SQLITE, POSTGRES = "sqlite", "postgresql"
PLANS = {"bekasi-contoh": "Bekasi", "besar": "generated"}


class Stage:
    def __init__(self, database: str, folder: Path, postgres: DurablePostgres | None) -> None:
        self.database, self.folder, self.postgres = database, folder, postgres
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
        }
        self.environment = {**kept, "PORTAL_VAR": str(folder), "PORTAL_MODE": "demo"}
        if postgres:
            self.environment["DATABASE_URL"] = postgres.url

    @property
    def serving(self) -> dict[str, str]:
        """The environment of a portal in production, behind a proxy that speaks TLS."""
        return {
            **ALLOCATOR,
            **self.environment,
            "PORTAL_MODE": "production",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": NAME,
            "PUBLIC_URL": f"https://{NAME}",
        }

    secret = secrets.token_hex(40)

    def prepare_with(self, part: str, *arguments: str) -> Any:
        """The same as `ask`, before the portal serves."""
        return json.loads(self.run(part, *arguments, environment=self.environment))

    def ask(self, part: str, *arguments: str) -> Any:
        """What that part of the benchmark prints, read as JSON."""
        return json.loads(self.run(part, *arguments, environment=self.serving))

    def run(self, part: str, *arguments: str, environment: dict[str, str]) -> str:
        command = [sys.executable, "-m", "qa.bench.child", part, *arguments]
        how: dict[str, Any] = {"env": environment, "cwd": ROOT, "capture_output": True}
        done = subprocess.run(command, check=False, text=True, **how)
        if done.returncode:
            raise RuntimeError(
                f"{part} {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-4000:]}"
            )
        return str(done.stdout)


@contextmanager
def stage(database: str, **options: str) -> Iterator[Stage]:
    """An empty place; `options` are settings of its PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-var-"))
    postgres = DurablePostgres(**options) if database == POSTGRES else None
    try:
        yield Stage(database, folder, postgres)
    finally:
        if postgres:
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
