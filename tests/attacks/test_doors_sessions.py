"""Sessions: given before the door, kept after it, used by somebody who may no longer."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from opd.accounts.models import User
from opd.accounts.roles import Role
from portal.web.sessions import IDLE, IN_ALL, WRITTEN_AGAIN_AFTER
from tests.attacks.doors import PASSWORD, fresh, is_signed_in, sign_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db

SID = "__Host-sid"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def editor(production: Any, world: World) -> User:
    user: User = fresh(world.people["editor"])
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call with what has passed since the test began."""
    began = timezone.now()

    def set_to(passed: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: began + passed)

    return set_to


def with_cookie(value: str) -> Client:
    client: Client = visitor()
    client.cookies[SID] = value
    return client


@pytest.mark.parametrize("planted", ["a" * 32, "not-a-session", "x" * 500, "", "..%2f"])
def test_a_planted_session_is_not_taken_over(planted: str, editor: User):
    client = with_cookie(planted)
    assert sign_in(client, "editor").status_code == 302
    assert client.cookies[SID].value != planted
    assert not is_signed_in(with_cookie(planted))


def test_signing_in_changes_a_session_that_was_there(editor: User):
    """An attacker's own anonymous session, given to a victim, does not become the victim's."""
    client = visitor()
    session = client.session
    session["bimtek_entry"] = {}
    session.save()
    before = session.session_key
    sign_in(client, "editor")
    assert client.cookies[SID].value != before
    assert not is_signed_in(with_cookie(before))


def test_a_cookie_kept_beyond_the_sign_out_opens_nothing(editor: User):
    client = visitor(editor)
    kept = client.cookies[SID].value
    assert is_signed_in(with_cookie(kept))
    client.post(reverse("account_logout"))
    assert not is_signed_in(with_cookie(kept))
    assert not Session.objects.filter(session_key=kept).exists()


def test_signing_out_by_a_link_does_nothing(editor: User):
    client = visitor(editor)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)


def test_a_new_password_ends_every_session(editor: User):
    clients = [visitor(editor), visitor(editor)]
    editor.set_password("teh-sore-di-kantor")
    editor.save()
    assert [is_signed_in(client) for client in clients] == [False, False]


def test_a_closed_account_is_out_at_the_next_request(editor: User):
    client = visitor(editor)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert client.post(reverse("masterplan:programme_add"), {"name": "x"}).status_code == 302


ROLE_PAGES = {
    Role.EDITOR: ("editor", "masterplan:programme_add", (), 404),
    Role.OPERATOR: ("operator.own", "bimtek:finding_edit", ("finding",), 404),
    Role.HEAD: ("head.own", "commitments:commitment_sign", ("commitment",), 404),
    Role.LEADER: ("leader", "commitments:revision_finalise", ("revision_approved",), 404),
}


@pytest.mark.parametrize("role", ROLE_PAGES)
def test_a_role_taken_away_is_gone_at_the_next_request(role: Role, production: Any, world: World):
    name, page, parts, refused = ROLE_PAGES[role]
    user = fresh(world.people[name])
    client = visitor(user)
    address = reverse(page, args=[world.rows[part].pk for part in parts])
    assert client.get(address).status_code == 200
    user.memberships.filter(role=role).delete()
    assert client.get(address).status_code == refused
    assert client.post(address, {}).status_code == refused


def test_two_hours_without_a_request_end_it(editor: User, later: Any):
    client = visitor(editor)
    later(IDLE - MINUTE)
    assert is_signed_in(client)
    later(2 * IDLE - 2 * MINUTE)
    assert is_signed_in(client)
    later(3 * IDLE)
    assert not is_signed_in(client)


def test_twelve_hours_end_it_whatever_is_done(editor: User, later: Any):
    client = visitor(editor)
    hour = timedelta(hours=1)
    for hours in range(1, 12):
        later(hours * hour)
        assert is_signed_in(client)
    later(IN_ALL - MINUTE)
    assert client.post(reverse("masterplan:revision_freeze"), {"plan": "siklus"}).status_code in (302, 404)
    later(IN_ALL + MINUTE)
    assert not is_signed_in(client)


def test_it_is_written_again_only_after_five_minutes(editor: User, later: Any):
    client = visitor(editor)
    assert writes(client) == 0
    later(WRITTEN_AGAIN_AFTER - MINUTE)
    assert writes(client) == 0
    later(WRITTEN_AGAIN_AFTER + MINUTE)
    assert writes(client) == 1
    assert writes(client) == 0


def writes(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert is_signed_in(client)
    said = [query["sql"] for query in queries.captured_queries]
    return sum("django_session" in sql and sql.startswith(("UPDATE", "INSERT")) for sql in said)


def test_an_older_key_still_opens_sessions_and_a_forgotten_one_does_not(editor: User, settings: Any):
    client = visitor(editor)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "b" * 60
    settings.SECRET_KEY_FALLBACKS = [old]
    assert is_signed_in(client)
    forgotten = visitor(editor)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "c" * 60, []
    assert not is_signed_in(forgotten)


def test_the_name_of_the_demo_s_cookie_means_nothing(editor: User):
    client = visitor(editor)
    client.cookies["sessionid"] = client.cookies.pop(SID).value
    assert not is_signed_in(client)
