"""A real portal on the demo's data and a real Chromium in front of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from config import machine
from tests.place import Place, Portal

HERE = Path(__file__).resolve().parent
PHONE, DESKTOP = 390, 1280
HEIGHT = 900
# Nothing leaves the machine: Chromium would otherwise ask its maker for updates and lists.
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.needs("chromium"))


@pytest.fixture(scope="session", autouse=True)
def _playwright_and_the_orm_share_a_thread() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, and Django then takes every query for an async one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    sandbox = os.geteuid() != 0  # Chromium refuses its sandbox to root
    return {"executable_path": machine.chromium(), "args": QUIET, "chromium_sandbox": sandbox}


@pytest.fixture(scope="session")
def place() -> Place:
    """The illustrative plan, prepared the way the first `make run` does it."""
    place = Place("browser")
    place.manage("prepare")
    return place


@pytest.fixture(scope="session")
def portal(place: Place) -> Iterator[Portal]:
    """One portal for all tests that only look."""
    with place.portal() as portal:
        yield portal


class Visitors:
    """Opens pages as somebody; notes what no page may do: fail in a script, break the CSP, ask elsewhere."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, portal: Portal, username: str | None = None, *, width: int = DESKTOP) -> Page:
        context = self._browser.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": HEIGHT},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            has_touch=width == PHONE,
        )
        context.set_default_timeout(15_000)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._listen)
        context.on("request", lambda request: self._watch(request.url, portal.url))
        self._contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _watch(self, url: str, own: str) -> None:
        if not url.startswith((own, "data:", "blob:", "about:")):
            self.complaints.append(f"asked another host: {url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitors]:
    """`visit(portal, "editor", width=PHONE)` gives a page; what it may never do fails the test at its end."""
    visitors = Visitors(browser)
    yield visitors
    visitors.close()
    assert visitors.complaints == []


def sign_in(page: Page, username: str, password: str = settings.DEMO_PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[type=password]", password)
    page.press("input[type=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """The accessibility violations of a page as lines, each with its rule and the elements."""
    runner = Axe()

    def violations(page: Page) -> list[str]:
        found = runner.run(page).response["violations"]
        return [
            f"{each['id']}: {each['help']} {[' '.join(node['target']) for node in each['nodes']]}"
            for each in found
        ]

    return violations
