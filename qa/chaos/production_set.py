"""The production set on one machine, without containers: every program as docker-compose.yml starts it.

    python -m qa.chaos.production_set        starts it, says where it is, stops it with Ctrl-C

PostgreSQL (checksums, fsync), Redis (a log of its own, noeviction), PgBouncer (a connection per transaction),
two web processes, a worker and two render workers, beat, sweep, nginx. Commands, environment, configuration
are read from docker-compose.yml and deploy/; only addresses and folders are this machine's. What dies is
started again.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2

from qa.chaos import servers
from qa.chaos.compose import Compose
from qa.chaos.program import Program, Watch
from qa.chaos.visitor import Door, Visitor
from tests.place import ROOT, wait_until
from tests.servers import ServerError, free_port, postgres_owner
from tools import probe, setup

NEEDS = ("postgresql", "redis", "pgbouncer", "nginx", "pango")
HOST = "portal.test"
HERE = servers.HERE
PYTHON = sys.executable
PORTS = ("postgres", "redis", "pgbouncer", "proxy", "web-1", "web-2")
SECRETS = ("SECRET_KEY", "DATABASE_PASSWORD", "DATABASE_OWNER_PASSWORD", "REDIS_PASSWORD")
RENDERERS = 2
SMALL_DISK = "256m"
OWN_PASSWORDS = """
from django.contrib.auth.hashers import make_password
from opd.accounts.models import User
User.objects.update(password=make_password({password!r}))
"""


class ProductionSet:
    """Started by `running`. `program` kills, stops and starts; `visitor` presses; `rows` looks."""

    def __init__(self, *, small_disk: bool = False, demo: bool = True, **environment: str) -> None:
        """`environment`: what a .env would say. demo: with the illustrative plan.

        small_disk: files lie on a disk that can be filled, where this account may mount one.
        """
        # Not in TMPDIR: the servers' accounts must get in, and a socket's path may have 100 letters.
        self.folder = Path(tempfile.mkdtemp(prefix="portal-set-", dir="/tmp"))
        self.folder.chmod(0o755)
        # The servers' accounts cannot read a clone in somebody's private folder; a container has a copy, too.
        self.deploy = shutil.copytree(
            ROOT / "deploy", self.folder / "deploy", ignore=shutil.ignore_patterns("secrets")
        )
        self.account = postgres_owner()
        self.ports = {name: free_port() for name in PORTS}
        self.password = secrets.token_urlsafe(12)
        self.watch = Watch()
        own = {
            "PORTAL_MODE": "production",
            "ALLOWED_HOSTS": HOST,
            "PUBLIC_URL": f"https://{HOST}",
            "PROXY_SCHEME": "https",  # plain HTTP here, as behind a balancer that ends TLS
            **{name: secrets.token_urlsafe(48) for name in SECRETS},
        }
        self.compose = Compose(own | environment)
        self.media = self.own_folder("media")
        self.has_own_disk = small_disk and self._mount_small_disk()
        self.door = Door(f"http://{HERE}:{self.ports['proxy']}", HOST)
        self._has_demo = demo

    def start(self) -> None:
        if absent := setup.advice(NEEDS):
            raise ServerError(absent)
        servers.make_secrets(self)
        servers.start_postgres(self)
        servers.start_redis(self)
        servers.start_pgbouncer(self)
        self._prepare()
        for name in ("web", "worker", "render", "beat", "sweep"):
            count = RENDERERS if name == "render" else self.compose.replicas(name)
            for number in range(1, count + 1):
                self._start_portal(f"{name}-{number}")
        servers.start_proxy(self)
        wait_until(self.answers, 120, "the set answers")

    def stop(self) -> None:
        self.watch.stop()
        if self.has_own_disk:
            subprocess.run(["umount", "--lazy", str(self.media)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    # What it is made of.

    def program(self, name: str) -> Program:
        return next(program for program in self.watch.programs if program.name == name)

    def named(self, service: str) -> list[Program]:
        return [program for program in self.watch.programs if program.name.split("-")[0] == service]

    # Who visits it.

    def visitor(self, username: str = "", *, timeout: float = 30) -> Visitor:
        visitor = Visitor(self.door, timeout=timeout)
        return visitor.sign_in(username, self.password) if username else visitor

    def door_of(self, web: str) -> Door:
        """Straight to one web process, past the proxy and with what the proxy would have said."""
        return Door(f"http://{HERE}:{self.ports[web]}", HOST, {"X-Forwarded-Proto": "https"})

    def answers(self) -> bool:
        through = self.visitor(timeout=5).get("/accounts/login/")
        return through.status == 200 and all(self.serves(web.name) for web in self.named("web"))

    def serves(self, name: str) -> bool:
        """Of a web process whether it answers, of a server whether its port is open."""
        if name.startswith("web"):
            return probe.answers(HERE, self.ports[name])
        with socket.socket() as line:
            return line.connect_ex((HERE, self.ports[name])) == 0

    # The database, looked at by the superuser past everything.

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self._connection() as line, line.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def change(self, statement: str) -> None:
        with self._connection() as line, line.cursor() as cursor:
            cursor.execute(statement)
            line.commit()

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        home = str(self.folder / "postgres")
        line = psycopg2.connect(host=home, port=self.ports["postgres"], user="postgres", dbname="portal")
        try:
            yield line
        finally:
            line.close()

    # Commands of the portal, as the owner of the tables.

    def manage(self, *arguments: str, **environment: str) -> str:
        return self._once([PYTHON, "manage.py", *arguments], self.settings("prepare") | environment)

    def python(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-c", code)

    def _once(self, command: list[str], environment: Mapping[str, str]) -> str:
        words = [str(ROOT / "deploy" / "with-secrets"), *command]
        done = subprocess.run(
            words, env={**environment}, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ServerError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    # How a program comes to its folder, its environment and its command.

    def own_folder(self, name: str, *, owned: bool = False) -> Path:
        """`owned` by the account that servers run under, when this one is root."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        if owned and self.account:
            shutil.chown(folder, self.account, self.account)
        return folder

    def environment(self, service: str, **more: object) -> dict[str, str]:
        """A container's environment with this machine's addresses; of the own one only what a shell needs."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PATH": f"{os.environ.get('PATH', os.defpath)}:/usr/sbin",
            "PYTHONUNBUFFERED": "1",
            **self.compose.environment(service),
            "SECRETS_FOLDER": str(self.folder / "secrets"),
            **{name: str(value) for name, value in more.items()},
        }

    def settings(self, service: str) -> dict[str, str]:
        """Of a program of the portal: web, worker, render, beat, sweep, prepare."""
        behind = "postgres" if service == "prepare" else "pgbouncer"
        return self.environment(
            service,
            PORTAL_VAR=self.folder / "var",
            MEDIA_ROOT=self.media,
            DATABASE_HOST=HERE,
            DATABASE_PORT=self.ports[behind],
            REDIS_HOST=HERE,
            REDIS_PORT=self.ports["redis"],
        )

    def launch(self, name: str, command: list[str], environment: Mapping[str, str], **how: Any) -> Program:
        log = self.folder / f"{name}.log"
        program = Program(name, command, environment=environment, log=log, folder=ROOT, **how)
        self.watch.add(program)
        return program

    def _command(self, service: str) -> list[str]:
        return [PYTHON if word == "python" else word for word in self.compose.command(service)]

    def _prepare(self) -> None:
        """The illustrative plan with passwords of its own, then what the one-shot service does."""
        self.own_folder("var")
        if self._has_demo:
            self.manage("prepare", PORTAL_MODE="demo")
            self.python(OWN_PASSWORDS.format(password=self.password))
        self._once(self._command("prepare"), self.settings("prepare"))

    def _start_portal(self, name: str) -> None:
        service = name.split("-")[0]
        here = {"0.0.0.0": HERE, "8000": str(self.ports.get(name, ""))}  # noqa: S104 -- read, not bound
        command = [here.get(word, word) for word in self._command(service)]
        self.launch(name, [str(ROOT / "deploy" / "with-secrets"), *command], self.settings(service))

    def _mount_small_disk(self) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(self.media)]
        return os.geteuid() == 0 and not subprocess.run(command, capture_output=True, check=False).returncode


@contextmanager
def running(**how: Any) -> Iterator[ProductionSet]:
    """A set that serves, stopped and removed at the end."""
    made = ProductionSet(**how)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def main() -> None:
    with running() as made:
        print(f"The portal serves at {made.door.url} under the name {HOST} (X-Forwarded-Proto is https).")
        print(f"All accounts of the illustrative plan have the password {made.password}")
        print(f"Logs and data: {made.folder}. Ctrl-C stops it.", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
