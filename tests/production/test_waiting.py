"""A visitor waits for PostgreSQL; probes and static files are answered at once."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from portal.web import waiting


@pytest.fixture
def seconds(monkeypatch):
    """The pauses that were made; only they move the time."""
    made: list[float] = []
    monkeypatch.setattr(waiting, "monotonic", lambda: sum(made))
    monkeypatch.setattr(waiting, "sleep", made.append)
    return made


def visit(monkeypatch, *answers):
    """Sends one request while the database answers as `answers` say, the last of them for ever."""
    given = list(answers)
    monkeypatch.setattr(waiting, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(waiting, "database_answers", lambda: given.pop(0) if len(given) > 1 else given[0])
    return waiting.WaitForDatabase(lambda request: HttpResponse("dilayani"))(
        RequestFactory().get("/")
    ).content


def test_who_finds_the_database_there_does_not_wait(monkeypatch, seconds):
    assert visit(monkeypatch, True) == b"dilayani"
    assert seconds == []


def test_a_visitor_waits_until_it_is_back(monkeypatch, seconds):
    assert visit(monkeypatch, False, False, False, True) == b"dilayani"
    assert seconds == [waiting.PAUSE_S] * 3


def test_a_visitor_does_not_wait_for_ever(monkeypatch, seconds):
    assert visit(monkeypatch, False) == b"dilayani"
    assert sum(seconds) == waiting.WAIT_S


def test_probes_and_static_files_do_not_wait():
    order = settings.MIDDLEWARE.index
    waits = order("portal.web.waiting.WaitForDatabase")
    assert order("portal.web.health.Probes") < waits
    assert order("whitenoise.middleware.WhiteNoiseMiddleware") < waits
    assert waits < order("django.contrib.sessions.middleware.SessionMiddleware")


def test_on_sqlite_there_is_nothing_to_wait_for(monkeypatch):
    monkeypatch.setattr(waiting, "connection", SimpleNamespace(vendor="sqlite"))
    with pytest.raises(MiddlewareNotUsed):
        waiting.WaitForDatabase(lambda request: HttpResponse())


class Away:
    """No connection yet. A new one is refused, or accepted as PgBouncer does with nobody behind it."""

    connection = None

    def __init__(self, *, is_refused):
        self.is_refused = is_refused
        self.is_closed = False

    def ensure_connection(self):
        if self.is_refused:
            raise OperationalError("connection refused")

    def close_if_health_check_failed(self):
        return None

    def is_usable(self):
        return False

    def close(self):
        self.is_closed = True


@pytest.mark.parametrize("is_refused", [True, False], ids=["refused", "accepted and then silent"])
def test_a_database_that_is_away_does_not_answer(monkeypatch, is_refused):
    away = Away(is_refused=is_refused)
    monkeypatch.setattr(waiting, "connection", away)
    assert not waiting.database_answers()
    assert away.is_closed is not is_refused


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_off_is_replaced():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that could be cut off")
    assert waiting.database_answers()
    before = connection.connection
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close_if_unusable_or_obsolete()  # as at the beginning of a request
    assert waiting.database_answers()
    assert connection.connection is not before
