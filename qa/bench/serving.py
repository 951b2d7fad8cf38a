"""The real web server, one worker, asked over real connections: its CPU a request, its pace, its memory."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle
from typing import Any
from urllib.parse import urlencode

from config.supervisor import kernel, ports
from config.supervisor.programs import IDLE_THREADS_LIVE
from qa.bench import procfs, prose
from qa.bench.measuring import part
from qa.bench.stage import HOST, NAME, ROOT, Stage
from tests.servers import free_port

CLIENTS = 4
THREADS = 4
WARM_UP_S = 0.5


@dataclass(frozen=True)
class Pace:
    """At CLIENTS connections: CPU of web worker and PostgreSQL a request, requests a second, waiting."""

    cpu_ms: float
    database_ms: float
    per_second: float
    p50_ms: float
    p95_ms: float
    count: int


@dataclass
class Server:
    """granian with one worker, as in production but for its addresses of the floor."""

    stage: Stage
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"),
            *("--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", IDLE_THREADS_LIVE),
            *(
                "--log-level",
                "warning",
                "--host",
                HOST,
                "--port",
                str(self.port),
                "qa.bench.wsgi:application",
            ),
        ]
        self._process = subprocess.Popen(
            command, env=self.stage.serving, cwd=ROOT, preexec_fn=partial(kernel.die_with_parent, os.getpid())
        )
        deadline = time.monotonic() + 60
        while not ports.answers(HOST, self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the web server does not answer")
            time.sleep(0.1)

    @property
    def worker(self) -> int:
        return max(procfs.children(self._process.pid), key=procfs.pss_mb)

    def memory(self) -> dict[str, float]:
        return {"worker_mb": procfs.pss_mb(self.worker), "main_mb": procfs.pss_mb(self._process.pid)}

    def database_cpu(self) -> float:
        postgres = self.stage.postgres
        return procfs.cpu_of_group([postgres.pid, *procfs.children(postgres.pid)]) if postgres else 0.0

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=20)


@contextmanager
def server(stage: Stage) -> Iterator[Server]:
    made = Server(stage)
    try:
        yield made
    finally:
        made.stop()


def pace_of(server: Server, ticket: dict[str, Any], seconds: float) -> Pace:
    senders = [sender(server.port, ticket, number) for number in range(CLIENTS)]
    run(senders, WARM_UP_S)
    began, cpu, database = time.monotonic(), procfs.cpu_seconds(server.worker), server.database_cpu()
    waits = sorted(run(senders, seconds))
    took = time.monotonic() - began
    cpu, database = procfs.cpu_seconds(server.worker) - cpu, server.database_cpu() - database
    n = len(waits)
    return Pace(cpu * 1000 / n, database * 1000 / n, n / took, part(waits, 0.5), part(waits, 0.95), n)


def run(senders: list[Callable[[], None]], seconds: float) -> list[float]:
    """Every sender in a thread of its own until the time is over; how long each request took, in ms."""
    waits: list[float] = []
    failed: list[BaseException] = []
    end = time.monotonic() + seconds

    def work(send: Callable[[], None]) -> None:
        try:
            while time.monotonic() < end:
                began = time.perf_counter()
                send()
                waits.append((time.perf_counter() - began) * 1000)
        except BaseException as reason:
            failed.append(reason)

    threads = [threading.Thread(target=work, args=[send]) for send in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return waits


def sender(port: int, ticket: dict[str, Any], number: int) -> Callable[[], None]:
    line = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {
        "Cookie": ticket["cookie"],
        "X-Forwarded-Proto": "https",
        "Host": NAME,
        "X-Forwarded-For": HOST,
    }

    def send(method: str, path: str, body: bytes | None, more: dict[str, str]) -> None:
        line.request(method, path, body, {**headers, **more})
        response = line.getresponse()
        response.read()
        if response.status != ticket["status"]:
            raise RuntimeError(f"{ticket['name']}: {response.status}")

    if not ticket["forms"]:
        return lambda: send("GET", ticket["path"], None, {})
    form = ticket["forms"][number]
    versions = count(int(form["fields"]["version"]))
    more = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{NAME}{form['path']}"}

    def save() -> None:
        version = next(versions)
        text = prose_of(version)
        fields = {**form["fields"], "version": str(version), "text": text}
        send("POST", form["path"], urlencode(fields).encode(), {**more, "Origin": f"https://{NAME}"})

    return save


def prose_of(version: int) -> str:
    return TEXTS[version % 2]


TEXTS = (prose.text("save/0"), prose.text("save/0") + "\n\nSatu kalimat lagi.")


def memory_after(server: Server, tickets: list[dict[str, Any]], requests: int) -> dict[str, float]:
    """Of the web worker once it has answered so many pages of every kind."""
    pages = [sender(server.port, ticket, 0) for ticket in tickets if not ticket["forms"]]
    for send in (page for page, _ in zip(cycle(pages), range(requests), strict=False)):
        send()
    return server.memory()
