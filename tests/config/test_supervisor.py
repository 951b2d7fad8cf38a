"""The supervisor with small programs in place of the portal's own, in a process that may be killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.management.commands.portal import only_one_here
from config.supervisor import child as child_module
from config.supervisor.child import Child
from config.supervisor.memory import ALLOCATOR
from tests.place import ROOT, command_line, descendants, is_running, wait_until

SUPERVISE = """
import json, pathlib, sys
from config.supervisor.child import Child
from config.supervisor.loop import Supervisor
children = [Child(name, command, pathlib.Path()) for name, command in json.loads(sys.argv[1]).items()]
Supervisor(children, lambda line: print(line, flush=True)).run()
"""
SLEEPER = ["sleep", "1000"]
WITH_GRANDCHILD = ["sh", "-c", "sleep 1001 & sleep 1002"]
STUBBORN = ["sh", "-c", "trap '' TERM; sleep 1003 & while true; do wait; done"]
SHORT_LIVED = ["sh", "-c", "exit 3"]


@pytest.fixture
def supervise():
    started = []

    def start(**commands: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, json.dumps(commands)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        left = descendants(process.pid) if process.poll() is None else []
        process.kill()
        process.wait()
        for pid in filter(is_running, left):
            os.kill(pid, signal.SIGKILL)


def running(process, word):
    return [pid for pid in descendants(process.pid) if word in command_line(pid).split()]


def test_what_dies_is_started_again_and_leaves_no_orphan(supervise):
    process = supervise(program=WITH_GRANDCHILD)
    wait_until(lambda: running(process, "1002"), 10, "the program and its own child run")
    first = descendants(process.pid, deep=False)[0]
    orphan = running(process, "1001")[0]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not is_running(orphan), 5, "the orphan is gone")
    wait_until(lambda: running(process, "1001"), 5, "the program runs again")
    assert descendants(process.pid, deep=False) != [first]
    assert process.stdout.readline() == "program ended (signal 9); starting it again in 1 s.\n"


def test_one_ctrl_c_stops_all_even_what_does_not_listen(supervise):
    process = supervise(quiet=SLEEPER, stubborn=STUBBORN)
    wait_until(lambda: running(process, "1003"), 10, "both run")
    everything = descendants(process.pid)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 0
    assert time.monotonic() - began < 10
    assert not [pid for pid in everything if is_running(pid)]


def test_a_second_ctrl_c_does_not_wait(supervise):
    process = supervise(stubborn=STUBBORN)
    wait_until(lambda: running(process, "1003"), 10, "it runs")
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=2) == 0


def test_children_end_with_a_supervisor_that_is_killed(supervise):
    process = supervise(program=SLEEPER, other=SLEEPER)
    wait_until(lambda: len(running(process, "1000")) == 2, 10, "both run")
    everything = descendants(process.pid)
    process.kill()
    wait_until(lambda: not [pid for pid in everything if is_running(pid)], 5, "nothing is left")


def test_each_child_has_a_process_group_of_its_own(supervise):
    process = supervise(program=WITH_GRANDCHILD, other=SLEEPER)
    wait_until(lambda: running(process, "1001") and running(process, "1000"), 10, "both run")
    groups = {os.getpgid(pid) for pid in descendants(process.pid, deep=False)}
    assert len(groups) == 2
    assert os.getpgid(process.pid) not in groups
    assert os.getpgid(running(process, "1001")[0]) in groups


def test_what_dies_at_once_is_tried_less_and_less_often(monkeypatch):
    child = Child("program", SHORT_LIVED, Path())
    pauses = []
    for _ in range(7):
        child.start()
        wait_until(lambda: child.ended_with() == 3, 5, "it ends")
        pauses.append(child.plan_restart())
    assert pauses == [1, 2, 4, 8, 15, 15, 15]
    monkeypatch.setattr(child_module, "STEADY_AFTER", -1)
    child.start()
    child.bury()
    assert child.plan_restart() == 1


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_port_gets_one_line_with_the_remedy(busy_port):
    with pytest.raises(CommandError) as refusal:
        call_command("portal", port=busy_port)
    words = str(refusal.value)
    assert words.startswith(f"Port {busy_port} is in use. Type:  PORT=")
    assert words.endswith(" make run")
    assert "\n" not in words


def test_a_second_portal_on_the_same_folder_is_refused(tmp_path):
    with only_one_here(tmp_path), pytest.raises(CommandError, match="runs already"):
        only_one_here(tmp_path).__enter__()
    with only_one_here(tmp_path):
        pass


def test_a_program_is_told_how_to_take_memory(tmp_path):
    seen = tmp_path / "seen"
    child = Child("it", ["sh", "-c", f"env > {seen}.part && mv {seen}.part {seen}"], tmp_path)
    child.start()
    wait_until(seen.exists, 10, "the program has written what it was told")
    child.bury()
    assert {f"{name}={value}" for name, value in ALLOCATOR.items()} <= set(seen.read_text().splitlines())
