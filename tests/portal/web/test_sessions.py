"""The row of a session beside other requests of the same person, and when the database dies under it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from bimtek.findings.models import Finding
from portal.web.sessions import IDLE, WRITTEN_AGAIN_AFTER, SessionStore
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def client(world: World) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(world.people["editor"])
    return found


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def end_of(key: str) -> Any:
    return Session.objects.get(session_key=key).expire_date


@pytest.fixture
def due(client: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of a session that was written more than five minutes ago."""
    later = timezone.now() + WRITTEN_AGAIN_AFTER + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    return key_of(client)


def test_what_was_written_meanwhile_is_not_taken_back(due: str):
    """A slow page that only lengthens the session was loaded before it and ends after it."""

    def slow(request: Any) -> HttpResponse:
        assert request.session.get("bimtek_entry") is None
        other = SessionStore(due)
        other["bimtek_entry"] = "lain"
        other.save()
        return HttpResponse()

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = due
    SessionMiddleware(slow)(request)
    assert SessionStore(due)["bimtek_entry"] == "lain"
    assert end_of(due) == timezone.now() + IDLE


def test_a_session_ended_meanwhile_does_not_come_back(due: str, monkeypatch: pytest.MonkeyPatch):
    decode = SessionStore.decode

    def ended(store: SessionStore, row: str) -> dict[str, Any]:
        Session.objects.all().delete()
        return decode(store, row)

    monkeypatch.setattr(SessionStore, "decode", ended)
    assert SessionStore(due)[SESSION_KEY]
    assert not SessionStore(due).exists(due)


@contextmanager
def dying(*words: str) -> Iterator[None]:
    """PostgreSQL is killed when it is told this."""

    def ask(execute: Any, sql: str, *rest: Any) -> Any:
        if all(word in sql for word in words):
            driver = ConnectionResetError("server closed the connection unexpectedly")
            raise OperationalError(str(driver)) from driver
        return execute(sql, *rest)

    with connection.execute_wrapper(ask):
        yield


def test_a_database_that_dies_after_the_commit_is_503_and_the_same_again_is_answered_well(
    world: World, client: Client
):
    """A 400 would say that the form is wrong, and whoever reads that does not send it again."""
    form = {"uid": str(uuid.uuid4()), "kind": "masalah", "topic": "ENV", "title": "Temuan", "root_cause": ""}
    address = reverse("bimtek:finding_record", args=[world.session.pk])
    with dying("UPDATE", "django_session"):
        lost = client.post(address, form)
    assert (lost.status_code, lost["Retry-After"]) == (503, "5")
    assert Finding.objects.filter(uid=form["uid"]).count() == 1
    assert client.post(address, form).status_code == 302
    assert Finding.objects.filter(uid=form["uid"]).count() == 1


def test_a_session_signed_out_meanwhile_is_still_told_as_such(client: Client):
    loaded = SessionStore(key_of(client))
    loaded["plan"] = "lain"
    Session.objects.all().delete()
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    with pytest.raises(SessionInterrupted):
        SessionMiddleware(lambda request: HttpResponse()).process_response(
            with_session(request, loaded), HttpResponse()
        )


def with_session(request: Any, session: SessionStore) -> Any:
    request.session = session
    return request
