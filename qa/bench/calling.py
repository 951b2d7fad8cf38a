"""A visitor who calls the WSGI application in this process, the way the server would."""

import io
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import Client

from config.wsgi import application
from qa.bench.forms import Fields
from qa.bench.stage import HOST, NAME
from tests.web import BACKEND

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    cpu_ms: float
    cookies: Mapping[str, str]


class Visitor:
    """Signed in as somebody, or a stranger when the name is empty."""

    def __init__(self, username: str = "") -> None:
        self.cookies: dict[str, str] = {}
        if username:
            client = Client()
            client.force_login(get_user_model().objects.get(username=username), backend=BACKEND)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, path: str) -> Answer:
        return self._call(self._environ("GET", path))

    def post(self, path: str, fields: Fields) -> Answer:
        content = urlencode(fields).encode()
        environ = self._environ("POST", path)
        environ |= {
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
            "HTTP_ORIGIN": f"https://{NAME}",
            "HTTP_REFERER": f"https://{NAME}{path}",
        }
        return self._call(environ)

    def open(self, path: str) -> str:
        """The page; cookies it sets are kept."""
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status)
        self.cookies |= answer.cookies
        return answer.body.decode()

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's forms, its token among them."""
        return dict(HIDDEN.findall(self.open(path)))

    def _environ(self, method: str, path: str) -> dict[str, Any]:
        path, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": NAME,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "HTTP_HOST": NAME,
            "HTTP_ACCEPT": "text/html,*/*;q=0.8",
            "HTTP_USER_AGENT": "bench",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_FOR": HOST,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def _call(self, environ: dict[str, Any]) -> Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(
            status: str, headers: list[tuple[str, str]], error: object = None
        ) -> Callable[[bytes], object]:
            told.append((status, headers))
            return len

        began = time.thread_time()
        response: Any = application(environ, start)
        body = b"".join(response)
        response.close()
        cpu = time.thread_time() - began
        status, headers = told[-1]
        return Answer(int(status.split()[0]), body, cpu * 1000, _cookies(headers))


def _cookies(headers: list[tuple[str, str]]) -> dict[str, str]:
    jar = SimpleCookie()
    for name, value in headers:
        if name.lower() == "set-cookie":
            jar.load(value)
    return {name: morsel.value for name, morsel in jar.items()}
