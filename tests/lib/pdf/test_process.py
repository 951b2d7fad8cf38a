"""A page is rendered in a child process: the same bytes, and its death is a failure in words."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.pdf import child, process
from lib.pdf.assets import print_assets
from lib.pdf.errors import RenderRefused, RenderStopped
from tests.place import ROOT, command_line, descendants, is_running, program, wait_until

pytestmark = pytest.mark.needs("pango")
HEAD = '<html lang="id"><link rel="stylesheet" href="asset:css/base.css">'
SHORT = f'{HEAD}<p id="bab">Halo <b>dunia</b></p></html>'
SLOW = HEAD + "<p>satu dua tiga empat lima</p>" * 20_000


def rendering_child(pid):
    """The pid of the child that renders for the process, as soon as it is there."""
    found = []

    def reads():
        found[:] = [one for one in descendants(pid) if program(one) == child.NAME]
        return found

    wait_until(reads, 30, "a child renders")
    return found[0]


def test_the_child_gives_the_bytes_that_the_layout_gives_here(lay_out):
    assert process.render(SHORT) == lay_out(SHORT, assets=print_assets())


def test_a_refusal_keeps_its_words():
    with pytest.raises(RenderRefused, match="bersarang"):
        process.render("<div>" * 500)


def test_a_page_that_takes_too_long_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(process, "MAX_SECONDS", 0.5)
    with pytest.raises(RenderRefused, match="terlalu panjang"):
        process.render(SLOW)
    assert child.NAME not in map(program, descendants(os.getpid()))


def test_a_page_that_takes_too_much_memory_fails_in_words(monkeypatch):
    """Python is refused memory and says so; a C library may end the process instead."""
    monkeypatch.setattr(process, "MAX_ADDRESS_SPACE", 160 * 1024**2)
    with pytest.raises((RenderRefused, RenderStopped), match=r"terlalu panjang|terhenti"):
        process.render(SLOW)
    monkeypatch.undo()
    assert process.render(SHORT).pages == 1


def test_a_child_that_is_killed_is_a_failure_in_words_in_any_thread():
    with ThreadPoolExecutor(1) as threads:
        rendering = threads.submit(process.render, SLOW)
        os.kill(rendering_child(os.getpid()), signal.SIGKILL)
        with pytest.raises(RenderStopped, match="terhenti"):
            rendering.result(timeout=30)


def test_the_child_ends_with_its_parent():
    script = "import sys; from lib.pdf.process import render; render(sys.stdin.read())"
    parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, cwd=ROOT, text=True)
    parent.stdin.write(SLOW)
    parent.stdin.close()
    child = rendering_child(parent.pid)
    limits = Path(f"/proc/{child}/limits")
    wait_until(lambda: str(process.MAX_ADDRESS_SPACE) in limits.read_text(), 30, "its limits are set")
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_running(child), 10, "the child has ended")


def test_a_killed_server_is_started_anew():
    """It is idle between two pages, and nobody would see that it is gone."""
    process.render(SHORT)
    (server,) = [pid for pid in descendants(os.getpid()) if "forkserver" in command_line(pid)]
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: not is_running(server), 10, "the server has ended")
    assert process.render(SHORT).pages == 1


def test_the_server_has_loaded_the_layout_engine():
    process.render(SHORT)
    (server,) = [pid for pid in descendants(os.getpid()) if "forkserver" in command_line(pid)]
    assert "libpango" in Path(f"/proc/{server}/maps").read_text()


@pytest.mark.parametrize(
    ("failure", "head"),
    [
        (MemoryError(), {"refusal": process.TOO_LONG}),
        (ValueError("Zirkonium"), {"failure": "ValueError at"}),
    ],
)
def test_an_error_of_the_layout_is_answered_without_the_words_of_the_page(monkeypatch, failure, head):
    def fail(*args, **options):
        raise failure

    monkeypatch.setattr(child, "lay_out", fail)
    said, content = child.answer(SHORT)
    assert said.keys() == head.keys()
    assert json.dumps(said).startswith(json.dumps(head)[:-2])
    assert "Zirkonium" not in json.dumps(said)
    assert content == b""
