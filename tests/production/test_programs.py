"""`python -m config.supervisor NAME` becomes a program; `…probe NAME` asks whether it serves."""

import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from celery.app.control import Control

from config.supervisor import __main__ as start
from config.supervisor import probe, programs
from config.supervisor.memory import ALLOCATOR
from tests.servers import free_port


@pytest.mark.parametrize("name", programs.NAMES)
def test_it_becomes_the_program_that_is_named(name, monkeypatch):
    became = []
    monkeypatch.setattr(sys, "argv", ["start", name, "--host", "127.0.0.2", "--port", "8123"])
    monkeypatch.setattr(os, "execve", lambda *given: became.append(given))
    monkeypatch.setenv("MALLOC_ARENA_MAX", "2")
    start.main()
    command = programs.command(name, host="127.0.0.2", port=8123)
    assert became == [(command[0], command, ALLOCATOR | dict(os.environ))]
    assert became[0][2]["MALLOC_ARENA_MAX"] == "2"  # what the outside says goes before


def test_an_unknown_program_is_refused():
    command = [sys.executable, "-m", "config.supervisor", "webb"]
    done = subprocess.run(command, cwd=programs.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "invalid choice: 'webb'" in done.stderr


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


def ask(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["probe", *words])
    return probe.main()


def test_a_web_process_is_well_when_it_answers(monkeypatch, answering):
    assert ask(monkeypatch, "web", "--port", str(answering)) == 0
    assert ask(monkeypatch, "web", "--port", str(free_port())) == 1


@pytest.mark.parametrize("name", programs.QUEUES)
@pytest.mark.parametrize("answers", [[], [{"it": {"ok": "pong"}}]])
def test_a_worker_is_well_when_the_one_on_this_machine_answers(monkeypatch, name, answers):
    asked = []

    def ping(control, destination, **how):
        asked.append(destination)
        return answers

    monkeypatch.setattr(Control, "ping", ping)
    monkeypatch.setenv("REDIS_URL", "memory://")
    assert ask(monkeypatch, name) == (0 if answers else 1)
    assert asked == [[f"{name}@{socket.gethostname()}"]]
    words = programs.command(name)
    assert words[words.index("--hostname") + 1] == f"{name}@%h"
