"""Who stands before the browser: pages that belong to somebody and note what no page may do."""

from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.place import Portal

NARROW, PHONE, DESKTOP = 320, 390, 1280
HEIGHT = 900
PATIENCE = 15_000
REFUSALS = ("Failed to load resource", "Response Status Error Code", "htmx:sendError", "htmx:afterRequest")
# What a page is made of. A refused page or fragment may be what a test is after; a missing part never is.
PARTS = {"stylesheet", "script", "font", "image"}


class KeyRing:
    """Signs in once for each person; later pages open with the same session."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._sessions: dict[tuple[str, str], Any] = {}

    def session(self, portal: Portal, username: str) -> Any:
        key = (portal.url, username)
        if key not in self._sessions:
            context = self._browser.new_context(base_url=portal.url, locale="id-ID")
            sign_in(context.new_page(), username)
            self._sessions[key] = context.storage_state()
            context.close()
        return self._sessions[key]


class Visitors:
    """Opens pages as somebody. A script that fails, a breach of the CSP, a missing part and a question to
    another host are complaints."""

    def __init__(self, browser: Browser, keys: KeyRing) -> None:
        self._browser = browser
        self._keys = keys
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(
        self, portal: Portal, username: str | None = None, *, width: int = DESKTOP, script: bool = True
    ) -> Page:
        """`script=False` is a browser that runs no JavaScript; without a name nobody is signed in."""
        context = self._browser.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": HEIGHT},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            has_touch=width == PHONE,
            java_script_enabled=script,
            storage_state=self._keys.session(portal, username) if username else None,
        )
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: self.complaints.append(f"a script failed: {error.error}"))
        context.on("console", self._listen)
        context.on("request", lambda request: self._watch(request, portal.url))
        context.on("response", self._check)
        self._contexts.append(context)
        return context.new_page()

    def _listen(self, message: ConsoleMessage) -> None:
        """The browser and htmx also report every refusal as an error; that is no fault of the page."""
        if message.type == "error" and not message.text.startswith(REFUSALS):
            self.complaints.append(f"said on the console: {message.text}")

    def _watch(self, request: Request, own: str) -> None:
        if not request.url.startswith((f"{own}/", "data:", "blob:", "about:")):
            self.complaints.append(f"asked another host: {request.url}")

    def _check(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS:
            self.complaints.append(f"a part is missing: {response.url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def sign_in(page: Page, username: str, password: str = settings.DEMO_PASSWORD) -> None:
    page.goto("/accounts/login/")
    fill_in(page, username, password)
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def fill_in(page: Page, username: str, password: str = settings.DEMO_PASSWORD) -> None:
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk").click()
