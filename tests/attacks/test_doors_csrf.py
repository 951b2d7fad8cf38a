"""Requests that another site makes in the name of somebody who is signed in."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lib.audit.models import AuditEvent
from masterplan.programmes.models import Programme
from masterplan.versions.models import Revision
from opd.accounts.models import User
from tests.attacks.doors import (
    BEHIND_THE_PROXY,
    LOGIN,
    ORIGIN,
    PASSWORD,
    actor_of,
    address_of,
    addresses,
    fresh,
    name_of,
)
from tests.caller import TOKEN
from tests.web import BACKEND
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_production(production: Any) -> None:
    """Everything here is asked behind the proxy of a production."""


def browser(user: User | None = None) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, **BEHIND_THE_PROXY)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def token_of(client: Client, path: str = LOGIN) -> str:
    found = TOKEN.search(client.get(path).content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize("row", addresses("POST"), ids=name_of)
def test_no_form_is_taken_without_its_token(row: dict[str, str], world: World):
    form = dict.fromkeys(part.split("=")[0] for part in row["form"].split("&") if part)
    seen = AuditEvent.objects.count()
    client = browser(fresh(world.people[actor_of(row)]))
    answer = client.post(address_of(world, row), dict.fromkeys(form, "1"), HTTP_ORIGIN=ORIGIN)
    assert answer.status_code == 403
    assert AuditEvent.objects.count() == seen


FOREIGN: dict[str, dict[str, Any]] = {
    "another site": {"HTTP_ORIGIN": "https://evil.example"},
    "a hidden origin": {"HTTP_ORIGIN": "null"},
    "our name without TLS": {"HTTP_ORIGIN": ORIGIN.replace("https", "http")},
    "another port of ours": {"HTTP_ORIGIN": f"{ORIGIN}:4443"},
    "a name under ours": {"HTTP_ORIGIN": ORIGIN.replace("https://", "https://x.")},
    "another site by Referer": {"HTTP_REFERER": "https://evil.example/"},
    "nothing said": {},
}


@pytest.mark.parametrize("said", FOREIGN.values(), ids=FOREIGN)
def test_even_a_right_token_is_refused_from(said: dict[str, Any], world: World):
    """As after a leak of the token: the browser says truthfully where a request comes from."""
    client = browser(fresh(world.people["editor"]))
    token = token_of(client, reverse("masterplan:programme_add"))
    answer = client.post(
        reverse("masterplan:programme_add"), {"name": "x", "csrfmiddlewaretoken": token}, **said
    )
    assert answer.status_code == 403


def test_the_portal_s_own_form_is_taken(world: World):
    client = browser(fresh(world.people["editor"]))
    token = token_of(client, reverse("masterplan:programme_add"))
    form = {"name": "x", "csrfmiddlewaretoken": token}
    assert client.post(reverse("masterplan:programme_add"), form, HTTP_ORIGIN=ORIGIN).status_code == 400
    assert (
        client.post(reverse("masterplan:programme_add"), form, HTTP_REFERER=f"{ORIGIN}/").status_code == 400
    )


def test_nobody_is_signed_in_as_somebody_else_by_a_foreign_page(world: World):
    """Login CSRF: the victim would write into the attacker's account."""
    user = fresh(world.people["editor"])
    user.set_password(PASSWORD)
    user.save()
    form = {"login": "editor", "password": PASSWORD}
    client = browser()
    assert client.post(LOGIN, form, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert client.post(LOGIN, form, HTTP_ORIGIN=ORIGIN).status_code == 403
    foreign = {**form, "csrfmiddlewaretoken": token_of(browser())}
    assert client.post(LOGIN, foreign, HTTP_ORIGIN=ORIGIN).status_code == 403
    own = {**form, "csrfmiddlewaretoken": token_of(client)}
    assert client.post(LOGIN, own, HTTP_ORIGIN=ORIGIN).status_code == 302


def test_a_token_of_before_the_sign_in_is_not_kept(world: World):
    user = fresh(world.people["editor"])
    user.set_password(PASSWORD)
    user.save()
    client = browser()
    before = token_of(client)
    form = {"login": "editor", "password": PASSWORD, "csrfmiddlewaretoken": before}
    assert client.post(LOGIN, form, HTTP_ORIGIN=ORIGIN).status_code == 302
    old = {"plan": world.plan.slug, "csrfmiddlewaretoken": before}
    assert client.post(reverse("masterplan:revision_freeze"), old, HTTP_ORIGIN=ORIGIN).status_code == 403


OVERRIDES: dict[str, dict[str, Any]] = {
    "by header": {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST", "HTTP_X_METHOD_OVERRIDE": "DELETE"},
    "by field": {"QUERY_STRING": "_method=POST&_method=DELETE"},
}


@pytest.mark.parametrize("said", OVERRIDES.values(), ids=OVERRIDES)
def test_a_get_stays_a_get(said: dict[str, Any], world: World):
    editor = fresh(world.people["editor"])
    before = (AuditEvent.objects.count(), Programme.objects.count(), Revision.objects.count())
    for row in addresses("POST")[::6]:
        answer = browser(editor).get(address_of(world, row), **said)
        assert answer.status_code < 500
    assert (AuditEvent.objects.count(), Programme.objects.count(), Revision.objects.count()) == before


BODIES = {
    "text that is JSON": ("text/plain", json.dumps({"plan": "siklus"})),
    "JSON": ("application/json", json.dumps({"plan": "siklus"})),
    "a form as text": ("text/plain", "plan=siklus"),
    "XML": ("text/xml", "<plan>siklus</plan>"),
    "no kind": ("", "plan=siklus"),
}


@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
def test_what_a_foreign_page_may_send_without_asking_changes_nothing(kind: str, body: str, world: World):
    """A browser asks the other site first (CORS) for any other kind; none is ever allowed."""
    before = AuditEvent.objects.count()
    for actor in ("editor", "leader"):
        for row in addresses("POST")[::8]:
            client = browser(fresh(world.people[actor]))
            answer = client.generic(
                "POST", address_of(world, row), body, kind, HTTP_ORIGIN="https://evil.example"
            )
            assert answer.status_code == 403
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("path", ["/", LOGIN, "/api/v1/cycles/", "/verify/"])
def test_no_other_origin_is_ever_allowed(path: str, world: World):
    asked: dict[str, Any] = {
        "HTTP_ORIGIN": "https://evil.example",
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST",
    }
    for client in (browser(), browser(fresh(world.people["editor"]))):
        for answer in (client.options(path, **asked), client.get(path, **asked)):
            assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_the_api_by_session_wants_the_token_too(world: World):
    client = browser(fresh(world.people["editor"]))
    address = reverse("api:cycle_list")
    for kind in ("application/json", "text/plain"):
        answer = client.generic("POST", address, "{}", kind, HTTP_ORIGIN="https://evil.example")
        assert answer.status_code in {403, 405, 415}
