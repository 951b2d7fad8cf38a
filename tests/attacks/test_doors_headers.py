"""What every page tells the browser, and the cookies it leaves: one table over all addresses."""

from typing import Any

import pytest
from django.test import Client

from tests.attacks.doors import HOST, LOGIN, actor_of, address_of, addresses, name_of, pages, sign_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db

SAID = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
FORBIDDEN = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
PROBES = ("/healthz", "/readyz")
FILE_POLICY = ("frame-ancestors 'none'",)  # a browser opens no PDF under the policy of a page
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


@pytest.mark.parametrize("row", addresses(), ids=name_of)
def test_every_page_closes_the_same_doors(row: dict[str, str], production: Any, world: World):
    for name in ("stranger", actor_of(row)):
        client = visitor(world.people.get(name))
        answer = client.get(address_of(world, row))
        assert {key: answer.headers.get(key) for key in SAID} == SAID, name
        assert all(key not in answer.headers for key in FORBIDDEN)
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["X-Request-ID"]
        if answer.wsgi_request.path not in PROBES:
            assert answer["X-Frame-Options"] == "DENY"
            policy = answer["Content-Security-Policy"]
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            assert all(part in policy for part in (POLICY if is_page else FILE_POLICY))
            assert "unsafe" not in policy
        if name != "stranger" and "Cookie" in answer.headers.get("Vary", ""):
            assert "no-store" in answer["Cache-Control"] or "must-revalidate" in answer["Cache-Control"]
        for cookie in answer.cookies.values():
            assert_closed(cookie)


def assert_closed(cookie: Any) -> None:
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"] is True
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""


def test_signing_in_leaves_closed_cookies_too(production: Any, world: World):
    world.people["editor"].set_password("kopi-pagi-di-kantor")
    world.people["editor"].save()
    client = visitor()
    client.get(LOGIN)
    answer = sign_in(client, "editor")
    assert answer.status_code == 302
    aside = {"version": world.programme.version, "reason": "Ganda"}
    assert client.post(f"/programmes/{world.programme.pk}/set-aside/", aside).status_code == 302
    names = {name[:13] for name in client.cookies}
    assert names == {"__Host-sid", "__Host-csrf", "__Host-messag"}
    for cookie in client.cookies.values():
        assert_closed(cookie)


def test_a_session_ends_with_the_browser(production: Any, world: World):
    world.people["editor"].set_password("kopi-pagi-di-kantor")
    world.people["editor"].save()
    sid = sign_in(visitor(), "editor").cookies["__Host-sid"]
    assert sid["max-age"] == ""
    assert sid["expires"] == ""


@pytest.mark.parametrize("row", [row for row in pages() if not row["url"].endswith("z")][:12], ids=name_of)
def test_plain_http_is_sent_to_tls(row: dict[str, str], production: Any, world: World):
    answer = visitor(HTTP_X_FORWARDED_PROTO="http").get(address_of(world, row))
    assert answer.status_code == 301
    assert answer.url.startswith(f"https://{HOST}/")


@pytest.mark.parametrize("path", PROBES)
def test_a_probe_asks_inside_the_machine_under_any_name(path: str, production: Any, world: World):
    answer = Client().get(path, HTTP_HOST="127.0.0.1:8000")
    assert answer.status_code == 200
    assert answer.cookies == {}


@pytest.mark.parametrize("path", PROBES)
def test_a_probe_takes_nothing(path: str, production: Any, world: World):
    assert visitor().post(path, {"a": "1"}).status_code == 405
