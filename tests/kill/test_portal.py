"""`manage.py portal` with its real programs: what is killed comes back, one Ctrl-C or kill -9 ends all."""

import os
import signal

import pytest

from tests.place import Place, descendants, is_running, wait_until
from tools import probe, processes

NAMES = set(processes.NAMES)
# Seconds; a busy machine takes long to start five programs.
RUNS_WITHIN = 120


@pytest.fixture(scope="module")
def place():
    place = Place("portal", embedded=True)  # as `make run` starts it; the supervisor knows no broker
    place.manage("migrate", "-v0")
    place.manage("createcachetable")
    place.manage("collectstatic", "--no-input", "-v0")
    return place


@pytest.fixture(scope="module")
def portal(place):
    """One portal for all that comes back; the test of the Ctrl-C stops it."""
    with place.portal() as portal:
        wait_until(lambda: set(portal.children()) == NAMES, RUNS_WITHIN, "all run")
        yield portal


def test_the_address_and_the_password_are_said_once_it_answers(portal):
    wait_until(lambda: "Ctrl-C stops it." in portal.log.read_text(), 5, "the greeting")
    said = portal.log.read_text()
    assert f"The portal is ready:  {portal.url}/" in said
    assert "Password of all: " in said


@pytest.mark.parametrize("name", processes.NAMES)
def test_what_is_killed_comes_back_and_leaves_no_orphan(portal, name):
    old = portal.children()[name]
    wait_until(lambda: name != "web" or descendants(old), RUNS_WITHIN, "granian has its worker")
    family = [old, *descendants(old)]
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: not [pid for pid in family if is_running(pid)], 5, "nothing of it is left")
    wait_until(lambda: portal.children().get(name, old) != old, RUNS_WITHIN, f"{name} runs again")
    wait_until(lambda: probe.answers("127.0.0.1", portal.port), RUNS_WITHIN, "the portal answers")


def test_a_web_worker_killed_by_the_kernel_comes_back(portal):
    wait_until(lambda: descendants(portal.children()["web"]), 10, "granian has its worker")
    os.kill(descendants(portal.children()["web"])[0], signal.SIGKILL)
    wait_until(lambda: not probe.answers("127.0.0.1", portal.port), 10, "it is gone")
    wait_until(lambda: probe.answers("127.0.0.1", portal.port), RUNS_WITHIN, "the portal answers again")


def test_a_second_portal_on_the_same_folder_is_refused(portal, place):
    done = place.manage("portal", "--port", str(portal.port + 1), check=False)
    assert done.returncode == 1
    assert "runs already. Stop that one with Ctrl-C." in done.stderr


def test_one_ctrl_c_ends_everything_within_ten_seconds(portal):
    wait_until(lambda: set(portal.children()) == NAMES, RUNS_WITHIN, "all run")
    everything = descendants(portal.process.pid)
    assert portal.stop() < 10
    assert portal.process.returncode == 0
    assert not [pid for pid in everything if is_running(pid)]


@pytest.mark.parametrize("victim", ["the command", "supervisord"])
def test_a_kill_of_what_supervises_leaves_no_orphan(place, victim):
    with place.portal() as portal:
        wait_until(lambda: set(portal.children()) == NAMES, RUNS_WITHIN, "all run")
        everything = descendants(portal.process.pid)
        os.kill(portal.process.pid if victim == "the command" else everything[0], signal.SIGKILL)
        wait_until(lambda: not [pid for pid in everything if is_running(pid)], 10, "nothing is left")
        assert portal.process.wait(timeout=10) != 0
        wait_until(lambda: probe.is_free("127.0.0.1", portal.port), 10, "the port is free again")


def test_a_closed_terminal_ends_everything(place):
    with place.portal() as portal:
        everything = descendants(portal.process.pid)
        portal.process.send_signal(signal.SIGHUP)
        assert portal.process.wait(timeout=10) == 0
        assert not [pid for pid in everything if is_running(pid)]
