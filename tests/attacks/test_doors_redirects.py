"""Links that come to the portal in order to lead somewhere else."""

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.urls import reverse

from opd.accounts.models import User
from opd.accounts.sign_in.adapter import AccountAdapter
from tests.attacks.doors import (
    HOST,
    LOGIN,
    ORIGIN,
    PASSWORD,
    actor_of,
    address_of,
    addresses,
    fresh,
    name_of,
    visitor,
)
from tests.world import World

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\\/evil.example",
    "\t//evil.example/",
    "/\t/evil.example/",
    "\n//evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    f"https://{HOST}@evil.example/",
    f"https://evil.example/{HOST}",
    f"//{HOST}:x@evil.example/",
    f"{HOST}.evil.example",
    f"https://{HOST}.evil.example/",
    f"https://{HOST}:4443/",
    f"//{HOST}/",
    "https://localhost/",
    "evil.example",
    "/x\r\nLocation: https://evil.example/",
    "/x\r\nSet-Cookie: a=b",
    "\x00//evil.example",
    "//evil.example\\@portal",
    "https://evil。example/",
    "//[::1]/",
    "/" + "/evil.example",
]
BACK = re.compile(r'href="([^"]*)">Kembali')
AT_HOME = [
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/bimtek/?q=https://evil.example/",
    "/v/?kode=//evil.example",
]


@pytest.fixture
def editor(production: Any, world: World) -> User:
    user: User = fresh(world.people["editor"])
    user.set_password(PASSWORD)
    user.save()
    return user


def assert_at_home(location: str) -> None:
    parts = urlsplit(location)
    assert (parts.scheme, parts.netloc) in {("", ""), ("https", HOST)}, location
    assert location.startswith(("/", ORIGIN))
    assert not location.startswith(("//", "/\\"))
    assert not set("\r\n\t\\\0") & set(location)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_place_elsewhere_is_no_place(place: str, production: Any):
    assert not AccountAdapter().is_safe_url(place)


@pytest.mark.parametrize("place", ELSEWHERE[::6])
def test_signing_in_leads_nowhere_else(place: str, editor: User):
    form = {"login": "editor", "password": PASSWORD}
    typed = visitor().post(LOGIN, {**form, "next": place})
    linked = visitor().post(f"{LOGIN}?next={quote(place)}", form)
    met = visitor(editor).get(f"{LOGIN}?next={quote(place)}")
    left = visitor(editor).post(f"{reverse('account_logout')}?next={quote(place)}", {"next": place})
    for answer in (typed, linked, met, left):
        assert answer.status_code == 302
        assert answer.url in {"/", LOGIN}


@pytest.mark.parametrize("place", AT_HOME)
def test_a_page_of_the_portal_is_reached(place: str, editor: User):
    answer = visitor().post(LOGIN, {"login": "editor", "password": PASSWORD, "next": place})
    assert answer.url == place
    assert_at_home(answer.url)


@pytest.mark.parametrize("place", ELSEWHERE[::2])
def test_where_a_request_says_it_came_from_leads_nowhere_else(place: str, editor: User):
    said: dict[str, Any] = {"HTTP_REFERER": place, "HTTP_HX_CURRENT_URL": place}
    answer = visitor().post(reverse("masterplan:revision_freeze"), {"plan": "x"}, **said)
    assert answer.status_code == 302
    assert_at_home(answer.url)
    assert_at_home(parse_qs(urlsplit(answer.url).query)["next"][0])
    refused = visitor(editor).post(reverse("masterplan:revision_freeze"), {"plan": "tidak-ada"}, **said)
    back = BACK.search(refused.content.decode())
    assert back is None or re.match(r"/(?![/\\])", back[1])  # none: there is only the way home


def test_a_page_of_the_portal_it_came_from_is_offered_again(editor: User):
    came = {"HTTP_REFERER": f"https://{HOST}/sections/?state=mine"}
    refused = visitor(editor).post(reverse("masterplan:revision_freeze"), {"plan": "tidak-ada"}, **came)
    back = BACK.search(refused.content.decode())
    assert back is not None
    assert back[1] == "/sections/?state=mine"


@pytest.mark.parametrize("row", addresses("POST"), ids=name_of)
def test_no_form_follows_a_place_it_is_given(row: dict[str, str], production: Any, world: World):
    place = "https://evil.example/"
    given = dict.fromkeys(("next", "dari", "bagian", "back", "return", "url", "redirect"), place)
    form = {name: values[0] for name, values in parse_qs(row["form"].format_map(world.rows)).items()}
    client = visitor(fresh(world.people[actor_of(row)]))
    answer = client.post(address_of(world, row), given | form, HTTP_REFERER=place)
    assert answer.status_code == int(row[actor_of(row)])
    assert "evil.example" not in answer.headers.get("Location", "")
