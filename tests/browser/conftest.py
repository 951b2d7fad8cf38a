"""A real portal on the demo's data and the real folder of Bekasi, and a real Chromium in front of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser import extras
from tests.browser.screens import ROWS
from tests.browser.visitors import PATIENCE, KeyRing, Visitors
from tests.place import ROOT, Place, Portal, wait_until
from tools import setup

HERE = Path(__file__).resolve().parent
# Nothing leaves the machine: Chromium would otherwise ask its maker for updates and lists.
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
expect.set_options(timeout=PATIENCE)  # a busy machine is no fault of a page
UNFINISHED = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What need not wait for the printed letters comes first, while the worker prints them."""
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(HERE)]
    ours = sorted((items[place] for place in places), key=waits)
    for place, item in zip(places, ours, strict=True):
        item.add_marker(pytest.mark.needs("chromium"))
        items[place] = item


def waits(item: pytest.Item) -> int:
    """What changes the rows that all others read comes last of all."""
    names = getattr(item, "fixturenames", ())
    return ("settled" in names) + 2 * ("planted" in names)


@pytest.fixture(scope="session", autouse=True)
def _playwright_and_the_orm_share_a_thread() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, and Django then takes every query for an async one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    sandbox = os.geteuid() != 0  # Chromium refuses its sandbox to root
    return {
        "executable_path": setup.find_program(*setup.CHROMIUM),
        "args": QUIET,
        "chromium_sandbox": sandbox,
    }


@pytest.fixture(scope="session")
def place() -> Place:
    """The illustrative plan as the first `make run` prepares it, with the region's real plan beside it."""
    place = Place("browser")
    place.manage("prepare")
    place.manage("shell", "-v0", "-c", extras.COMMAND)
    place.manage("load_region", str(ROOT / "data" / "bekasi"))
    return place


@pytest.fixture(scope="session")
def portal(place: Place) -> Iterator[Portal]:
    """One portal with its worker and sweep for all tests."""
    with place.portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def settled(place: Place, portal: Portal) -> Portal:
    """The portal once the worker has printed the letters and the book of the demo."""
    wait_until(lambda: place.rows(UNFINISHED) == [(0,)], 600, "the letters and the book are printed")
    return portal


@pytest.fixture(scope="session")
def where(place: Place) -> Callable[[str], str]:
    """The path of an address of `screens`, with the id of its row in this database."""

    def path(address: str) -> str:
        name, *rows = address.split()
        return reverse(name, args=[str(place.rows(ROWS[row])[0][0]) for row in rows])

    return path


@pytest.fixture(scope="session")
def keys(browser: Browser) -> KeyRing:
    return KeyRing(browser)


@pytest.fixture
def visit(browser: Browser, keys: KeyRing) -> Iterator[Visitors]:
    """`visit(portal, "editor", width=PHONE)` gives a page; what it may never do fails the test at its end."""
    visitors = Visitors(browser, keys)
    yield visitors
    visitors.close()
    assert visitors.complaints == []
