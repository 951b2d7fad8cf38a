"""`python -m tools.processes NAME` becomes a program; `python -m tools.probe` asks whether web serves."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from tests.servers import free_port
from tools import probe, processes
from tools.processes import ALLOCATOR


@pytest.mark.parametrize("name", processes.NAMES)
def test_it_becomes_the_program_that_is_named(name, monkeypatch):
    became = []
    monkeypatch.setattr(sys, "argv", ["start", name, "--host", "127.0.0.2", "--port", "8123"])
    monkeypatch.setattr(os, "execve", lambda *given: became.append(given))
    monkeypatch.setenv("MALLOC_ARENA_MAX", "2")
    processes.main()
    command = processes.command(name, host="127.0.0.2", port=8123)
    assert became == [(command[0], command, ALLOCATOR | dict(os.environ))]
    assert became[0][2]["MALLOC_ARENA_MAX"] == "2"  # what the outside sets goes before


def test_an_unknown_program_is_refused():
    command = [sys.executable, "-m", "tools.processes", "webb"]
    done = subprocess.run(command, cwd=processes.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "invalid choice: 'webb'" in done.stderr


@pytest.mark.parametrize("name", processes.QUEUES)
def test_a_worker_is_one_process_for_one_queue(name):
    words = processes.command(name)
    given = dict(pairwise(words))
    assert given["--queues"] == processes.QUEUES[name]
    assert given["--pool"] == "solo"


@pytest.fixture
def answering():
    """A server that says ok to everything; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_web_process_is_well_when_it_answers(monkeypatch, answering):
    for port, code in ((answering, 0), (free_port(), 1)):
        monkeypatch.setattr(sys, "argv", ["probe", "--port", str(port)])
        assert probe.main() == code
