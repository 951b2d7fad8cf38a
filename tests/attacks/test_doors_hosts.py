"""Under which name the portal is asked, and in which way: nothing it prints or sends follows the asker."""

import json
from typing import Any

import pytest
from django.urls import reverse

from commitments.letters.services import verify_url
from portal.web.logs import JsonLine
from tests.attacks.doors import HOST, LOGIN, ORIGIN, address_of, addresses, fresh, name_of, visitor
from tests.world import World

pytestmark = pytest.mark.django_db

FOREIGN = [
    *(
        "evil.example",
        f"{HOST}.evil.example",
        f"evil.example:443@{HOST}",
        f"{HOST}, evil.example",
        "127.0.0.1",
    ),
    *(
        "localhost",
        "testserver",
        "",
        "[::1]",
        f"x.{HOST}",
        f"{HOST}/evil",
        f"{HOST}\\.evil",
        "portal%2eexample",
    ),
]


@pytest.fixture(autouse=True)
def in_production(production: Any) -> None:
    """Everything here is asked behind the proxy of a production."""


@pytest.mark.parametrize("host", FOREIGN)
def test_another_name_is_refused(host: str, world: World, caplog: pytest.LogCaptureFixture):
    for client in (visitor(), visitor(fresh(world.people["editor"]))):
        for path in ("/", LOGIN, "/verify/", "/api/v1/cycles/", "/tidak/ada/"):
            answer = client.get(path, HTTP_HOST=host)
            assert answer.status_code == 400
            assert "evil" not in answer.content.decode()
    lines = [json.loads(JsonLine().format(record)) for record in caplog.records]
    assert not any("error" in line for line in lines)


@pytest.mark.parametrize("row", [row for row in addresses() if not row["form"]][::2], ids=name_of)
def test_no_page_repeats_the_name_a_forger_forwards(row: dict[str, str], world: World):
    said: dict[str, Any] = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_SERVER": "evil.example",
        "HTTP_X_HOST": "evil.example",
        "HTTP_FORWARDED": "host=evil.example;proto=http",
        "HTTP_X_ORIGINAL_URL": "/accounts/logout/",
        "HTTP_X_REWRITE_URL": "/accounts/logout/",
        "HTTP_X_FORWARDED_PORT": "4443",
        "HTTP_X_FORWARDED_PREFIX": "/evil",
        "HTTP_X_SCRIPT_NAME": "/evil",
    }
    answer = visitor(fresh(world.people["editor"])).get(address_of(world, row), **said)
    assert answer.status_code == int(row["editor"])
    assert "evil" not in answer.headers.get("Location", "")
    assert b"evil" not in (b"" if answer.streaming else answer.content)


def test_what_is_printed_names_the_fixed_address(world: World):
    assert verify_url(world.commitment.token).lower().startswith(f"{ORIGIN}/v/")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "FOO"])
def test_a_method_nobody_uses_is_refused(method: str, world: World):
    for client in (visitor(), visitor(fresh(world.people["editor"]))):
        for path in ("/", LOGIN, reverse("masterplan:programme_list"), "/api/v1/cycles/"):
            answer = client.generic(method, path, HTTP_X_SECRET="geheim")
            assert answer.status_code == 405
            assert "geheim" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "/..", "/../etc/passwd", "/.env", "/.git/HEAD", "/static/../manage.py", "/admin/"],
)
def test_there_is_nothing_beside_the_pages(path: str, world: World):
    assert visitor().get("/", PATH_INFO=path).status_code == 404


@pytest.mark.parametrize(
    "path", ["//evil.example/bimtek", "/\\evil.example/bimtek", "//evil.example", "/bimtek"]
)
def test_a_missing_slash_is_put_on_inside_the_portal(path: str, world: World):
    answer = visitor().get("/", PATH_INFO=path)
    assert answer.status_code in {301, 404}
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http://", "https://evil"))
