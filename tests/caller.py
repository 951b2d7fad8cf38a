"""Somebody signed in who asks a running portal for pages, without a browser."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from django.conf import settings

TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')


class Caller:
    def __init__(self, url: str, username: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
        found = TOKEN.search(self.text("/accounts/login/"))
        assert found is not None
        form = {
            "login": username,
            "password": settings.DEMO_PASSWORD,
            "csrfmiddlewaretoken": found[1],
        }
        with self._opener.open(f"{url}/accounts/login/", urlencode(form).encode(), timeout=20) as answer:
            assert "/accounts/login/" not in answer.url, "not signed in"

    def text(self, path: str) -> str:
        with self._opener.open(f"{self._url}{path}", timeout=20) as answer:
            return str(answer.read().decode())
