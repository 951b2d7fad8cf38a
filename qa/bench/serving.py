"""What a web worker holds after 1,000 requests: the real server, asked over real connections."""

import signal
import subprocess
import sys
import time
from itertools import cycle, islice

from qa.bench import procfs
from qa.bench.stage import HOST, NAME, ROOT, Stage
from qa.chaos.visitor import Door, Visitor
from tests.servers import free_port
from tools import probe, processes
from tools.processes import IDLE_THREADS_S

REQUESTS = 1000
THREADS = 4


def memory(stage: Stage) -> dict[str, float]:
    """Share of memory (PSS) in MB of the web worker and of its parent."""
    tickets = stage.ask("tickets", "besar")
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
    command += ["--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", IDLE_THREADS_S]
    command += ["--log-level", "warning", "--host", HOST, "--port", str(port), "qa.bench.wsgi:application"]
    command = processes.end_with_parent(command)
    process = subprocess.Popen(command, env=stage.serving, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        visitor = Visitor(Door(f"http://{HOST}:{port}", NAME, {"X-Forwarded-Proto": "https"}))
        for ticket in islice(cycle(tickets), REQUESTS):
            visitor.cookies = dict(ticket["cookies"])
            if (status := visitor.get(ticket["path"]).status) != 200:
                raise RuntimeError(f"{ticket['path']}: {status}")
        worker = max(procfs.children(process.pid), key=procfs.pss_mb)
        return {"web worker": procfs.pss_mb(worker), "its parent": procfs.pss_mb(process.pid)}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not probe.answers(HOST, port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the web server does not answer")
        time.sleep(0.1)
