"""What no browser of the portal sends gets a page of the portal, never a failure. On both databases."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.web.middleware import refusing_charsets
from tests import world as worlds
from tests.web import BACKEND
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NO_TEXTS = ["rot13", "hex", "idna", "punycode"]
HALF_LETTER = "unicode_escape"
PART = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--x--\r\n'


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def editor(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people["editor"], backend=BACKEND)
    return client


def served(path: str, **environ: str) -> tuple[int, str]:
    """As the web server asks: the test client makes its requests by itself."""
    address, _, query = path.partition("?")
    asked = RequestFactory().get(address).environ | {"QUERY_STRING": query} | environ
    handler = get_wsgi_application()
    serve = refusing_charsets(lambda environ, _: handler.get_response(WSGIRequest(environ)))
    answer: Any = serve(asked, lambda status, headers, error=None: len)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("charset", [*NO_TEXTS, HALF_LETTER, "utf-16", "foo", "x" * 11_000])
@pytest.mark.parametrize("name", ["home", "masterplan:programme_list", "verify_form", "account_login"])
def test_another_charset_is_refused(name: str, charset: str):
    address = reverse(name) + "?q=%5Cud800&kode=%5Cud800&next=%5Cud800"
    status, text = served(address, CONTENT_TYPE=f"text/plain; charset={charset}")
    assert status == 400
    assert "Perlu bantuan? Hubungi" in text


def test_an_address_with_too_many_parts_is_refused():
    address = "/verify/?" + "&".join(f"f{number}=1" for number in range(1001))
    assert served(address, CONTENT_TYPE="text/plain; charset=utf-8")[0] == 400


@pytest.mark.parametrize("charset", ["rot13", HALF_LETTER])
def test_another_charset_of_a_form_is_refused(editor: Client, charset: str):
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert editor.generic("POST", reverse("bimtek:finding_add"), PART, content_type=kind).status_code == 400


def test_a_form_may_name_the_charset_of_the_portal(editor: Client):
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    answer = editor.generic("POST", reverse("bimtek:finding_add"), "title=", content_type=kind)
    assert 'name="title"' in answer.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "[::1", "evil b", "127.0.0.1:x"])
@pytest.mark.parametrize("extra", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_a_foreign_host_is_refused(editor: Client, host: str, extra: dict[str, Any]):
    for client in (editor, Client(raise_request_exception=False)):
        answer = client.get("/", HTTP_HOST=host, **extra)
        assert answer.status_code == 400
        assert host not in answer.content.decode()


@pytest.mark.parametrize("name", ["masterplan:programme_add", "masterplan:revision_freeze"])
def test_a_plan_named_with_a_nul_does_not_exist(editor: Client, name: str):
    assert editor.post(reverse(name), {"plan": "siklus\0"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/r/", "/r/siklus", "/r/siklus/", "/r/siklus%00/", "/r//", "/r/siklus/r/siklus/"]
)
def test_a_plan_that_an_address_names_and_nobody_sees_does_not_exist(editor: Client, path: str):
    assert editor.get(path).status_code == 404


@pytest.mark.parametrize("code", ["%00" * 16, "%00" * 12 + "AAAA", "%EF%AC%81" * 8])
def test_a_code_of_impossible_letters_is_unknown(client: Client, code: str):
    assert client.get(f"/v/{code}").status_code == 404


@pytest.mark.parametrize("reason", ["ganda\0", "ganda\u202e", "x" * 501, "", None])
def test_a_reason_that_cannot_be_kept_is_refused(world: World, editor: Client, reason: str | None):
    address = reverse("masterplan:programme_set_aside", args=[world.programme_new.pk])
    form = {"version": str(world.programme_new.version)} | ({} if reason is None else {"reason": reason})
    assert editor.post(address, form).status_code == 400
    assert editor.post(address, {}).status_code in (400, 409)
