"""Somebody signed in who presses buttons of a running portal, over real connections, many at once."""

import http.client
import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
AWAY = (OSError, http.client.HTTPException)
SILENT = 0
"""The status of a request that got no answer at all."""


class Answer(NamedTuple):
    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Door:
    """Where the portal is reached, and under which name."""

    url: str
    host: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def line(self, timeout: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=timeout)


class Visitor:
    """One browser: cookies and nothing else. A request that gets no answer has the status 0."""

    def __init__(self, door: Door, *, timeout: float = 30) -> None:
        self.door = door
        self.cookies: dict[str, str] = {}
        self._timeout = timeout

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        body = urlencode({**form, **self._proof()}).encode()
        kind = "application/x-www-form-urlencoded"
        return self._ask("POST", path, body, {"Content-Type": kind, **headers})

    def upload(self, path: str, form: Mapping[str, str], file: tuple[str, str, bytes]) -> Answer:
        field, name, content = file
        mark = "batas-uji"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {**form, **self._proof()}.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, f"\r\n--{mark}--\r\n".encode()])
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def sign_in(self, username: str, password: str) -> "Visitor":
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": username, "password": password})
        if answer.status != 302:
            raise AssertionError(f"{username} was not signed in: {answer.status}\n{answer.text[:2000]}")
        return self

    def _proof(self) -> dict[str, str]:
        token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
        return {"csrfmiddlewaretoken": token}

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        given = {
            "Host": self.door.host,
            "Referer": f"https://{self.door.host}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **self.door.headers,
            **headers,
        }
        try:
            return self._answer(method, path, body, given)
        except AWAY as reason:
            return Answer(SILENT, f"{type(reason).__name__}: {reason}", {})

    def _answer(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """A new connection each time: one that was kept may just have been closed, and that is no fault."""
        with closing(self.door.line(self._timeout)) as line:
            line.request(method, path, body or None, dict(headers))
            response = line.getresponse()
            text = response.read().decode(errors="replace")
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        return Answer(response.status, text, {name.lower(): value for name, value in response.getheaders()})

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel.value:
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms, the token left out."""
    found = {}
    for tag in FIELD.findall(page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    return found
