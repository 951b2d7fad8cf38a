"""A visitor who calls the WSGI application in this process, the way the server would."""

import re
import time
from collections.abc import Callable, Mapping
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import RequestFactory

from config.wsgi import application
from qa.bench.forms import Fields
from qa.bench.stage import NAME
from tests.web import client_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = "application/x-www-form-urlencoded"
# What a proxy that speaks TLS says of a browser.
HEADERS = {"HTTP_HOST": NAME, "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
HEADERS |= {
    "HTTP_ACCEPT": "text/html,*/*;q=0.8",
    "HTTP_USER_AGENT": "bench",
    "HTTP_ORIGIN": f"https://{NAME}",
}


class Answer(NamedTuple):
    status: int
    body: bytes
    cpu_ms: float
    cookies: Mapping[str, str]


class Visitor:
    """Signed in as somebody, or a stranger when the name is empty."""

    def __init__(self, username: str = "") -> None:
        self.cookies: dict[str, str] = {}
        if username:
            client = client_of(get_user_model().objects.get(username=username))
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, path: str) -> Answer:
        return self._call("GET", path, b"")

    def post(self, path: str, fields: Fields) -> Answer:
        return self._call("POST", path, urlencode(fields).encode())

    def open(self, path: str) -> str:
        """The page; cookies it sets are kept."""
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status)
        self.cookies |= answer.cookies
        return answer.body.decode()

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's forms, its token among them."""
        return dict(HIDDEN.findall(self.open(path)))

    def _call(self, method: str, path: str, content: bytes) -> Answer:
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], error: object = None) -> Callable[..., Any]:
            said.append((status, headers))
            return len

        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said_by_browser = {**HEADERS, "HTTP_COOKIE": cookies, "HTTP_REFERER": f"https://{NAME}{path}"}
        environ = RequestFactory().generic(method, path, content, FORM, **said_by_browser).environ  # type: ignore[arg-type]
        began = time.thread_time()
        response: Any = application(environ, start)
        body = b"".join(response)
        response.close()
        cpu = time.thread_time() - began
        status, headers = said[-1]
        jar = SimpleCookie()
        for name, value in headers:
            if name.lower() == "set-cookie":
                jar.load(value)
        set_cookies = {name: morsel.value for name, morsel in jar.items()}
        return Answer(int(status.split()[0]), body, cpu * 1000, set_cookies)
