"""`manage.py portal` with its real programs: up, hurt, mended, down."""

import os
import signal

import pytest

from config.supervisor import ports
from tests.place import Place, descendants, is_running, wait_until

CHILDREN = {"granian", "worker", "beat", "sweep"}


@pytest.fixture(scope="module", params=["embedded", "as the run"])
def place(request):
    place = Place("portal", embedded=request.param == "embedded")
    place.manage("migrate", "-v0")
    place.manage("createcachetable")
    place.manage("collectstatic", "--no-input", "-v0")
    return place


@pytest.fixture(scope="module")
def portal(place):
    """One portal for all that is mended; the test of the Ctrl-C stops it."""
    with place.portal() as portal:
        wait_until(lambda: set(portal.children()) == CHILDREN, 20, "all four run")
        yield portal


@pytest.mark.parametrize("name", ["granian", "worker"])
def test_what_is_killed_comes_back_alone(portal, name):
    old = portal.children()[name]
    wait_until(lambda: descendants(old), 20, f"{name} has children of its own")
    family = [old, *descendants(old)]
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: portal.children().get(name, old) != old, 20, f"{name} runs again")
    assert not [pid for pid in family if is_running(pid)]
    wait_until(lambda: ports.answers("127.0.0.1", portal.port), 20, "the portal answers")


def test_a_web_worker_killed_by_the_kernel_comes_back(portal):
    wait_until(lambda: descendants(portal.children()["granian"]), 10, "granian has its worker")
    os.kill(descendants(portal.children()["granian"])[0], signal.SIGKILL)
    wait_until(lambda: not ports.answers("127.0.0.1", portal.port), 10, "it is gone")
    wait_until(lambda: ports.answers("127.0.0.1", portal.port), 20, "the portal answers again")


def test_one_ctrl_c_ends_everything_within_ten_seconds(portal):
    wait_until(lambda: set(portal.children()) == CHILDREN, 20, "all four run")
    everything = descendants(portal.process.pid)
    assert portal.stop() < 10
    assert portal.process.returncode == 0
    assert not [pid for pid in everything if is_running(pid)]


def test_nothing_outlives_a_portal_that_is_killed(place):
    with place.portal() as portal:
        wait_until(lambda: set(portal.children()) == CHILDREN, 20, "all four run")
        everything = descendants(portal.process.pid)
        portal.process.kill()
        portal.process.wait()
        wait_until(lambda: not [pid for pid in everything if is_running(pid)], 10, "nothing is left")
        assert ports.is_free("127.0.0.1", portal.port)
