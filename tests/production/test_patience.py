"""A visitor waits for PostgreSQL; everybody else is told at once that it is away."""

import psycopg2
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base as django_postgresql
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from config import databases
from config import patience as waiting
from config.patience import base
from opd import clock

URL = "postgres://portal@127.0.0.1:1/portal"


class Line:
    """A connection of psycopg2 as far as `connect` needs it."""

    def __init__(self, *, is_answered=True):
        self.is_answered = is_answered
        self.closed = 0

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        return None

    def execute(self, statement):
        if not self.is_answered:
            raise psycopg2.OperationalError("server closed the connection unexpectedly")

    def fetchone(self):
        return (timezone.now(),)

    def close(self):
        self.closed = 1


class Database(base.DatabaseWrapper):
    def __init__(self, *words):
        super().__init__(*words)
        self.attempts = []
        self.tried = 0


@pytest.fixture
def database(monkeypatch, tmp_path):
    """Its attempts to connect end as `attempts` says, in a time that only sleeping moves."""
    clock = [0.0]
    wrapper = Database(databases.default(URL, tmp_path), DEFAULT_DB_ALIAS)

    def connect(self):
        self.tried += 1
        outcome = self.attempts.pop(0) if self.attempts else Line()
        if isinstance(outcome, Exception):
            raise outcome
        self.connection = outcome

    def sleep(seconds):
        clock[0] += seconds

    monkeypatch.setattr(django_postgresql.DatabaseWrapper, "connect", connect)
    monkeypatch.setattr("config.patience.base.monotonic", lambda: clock[0])
    monkeypatch.setattr("config.patience.base.sleep", sleep)
    return wrapper


@pytest.fixture
def visitor():
    token = waiting.patience.set(waiting.WAITS_S)
    yield
    waiting.patience.reset(token)


AWAY = [
    pytest.param(psycopg2.OperationalError("connection refused"), id="nobody listens"),
    pytest.param(psycopg2.OperationalError("the database system is starting up"), id="it is starting"),
    pytest.param(Line(is_answered=False), id="PgBouncer says welcome and then no"),
]


@pytest.mark.parametrize("outcome", AWAY)
def test_a_visitor_waits_until_it_is_back(database, visitor, outcome):
    database.attempts = [outcome] * 3
    database.connect()
    assert database.tried == 4
    assert database.connection.is_answered


@pytest.mark.parametrize("outcome", AWAY)
def test_others_are_told_at_once(database, outcome):
    database.attempts = [outcome] * 2
    with pytest.raises(psycopg2.OperationalError):
        database.connect()
    assert database.tried == 1


def test_a_visitor_does_not_wait_for_ever(database, visitor):
    database.attempts = [psycopg2.OperationalError("connection refused")] * 1000
    with pytest.raises(psycopg2.OperationalError):
        database.connect()
    assert database.tried == waiting.WAITS_S / base.PAUSE_S + 1


def test_a_line_that_proved_dead_is_closed(database, visitor):
    dead = Line(is_answered=False)
    database.attempts = [dead]
    database.connect()
    assert dead.closed


def test_a_kept_connection_is_asked_for_the_hour_before_it_serves_again(database, monkeypatch):
    heard = []
    monkeypatch.setattr(clock, "agree_with", heard.append)
    database.connection, now = Line(), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert database.is_usable()
    assert heard == [now]


@pytest.mark.parametrize("line", [None, Line(is_answered=False)], ids=["none", "dead"])
def test_a_connection_that_is_gone_serves_nobody(database, line):
    database.connection = line
    assert not database.is_usable()


def test_patience_lasts_as_long_as_the_request():
    seen = []

    def view(request):
        seen.append(waiting.patience.get())
        return HttpResponse()

    waiting.Patience(view)(RequestFactory().get("/"))
    assert (seen, waiting.patience.get()) == ([waiting.WAITS_S], 0.0)


def test_probes_and_static_files_do_not_wait():
    order = settings.MIDDLEWARE.index
    patient = order("config.patience.Patience")
    assert order("config.health.Probes") < patient
    assert order("whitenoise.middleware.WhiteNoiseMiddleware") < patient
    assert patient < order("django.contrib.sessions.middleware.SessionMiddleware")


def test_postgresql_is_spoken_to_with_patience(tmp_path):
    assert databases.default(URL, tmp_path)["ENGINE"] == "config.patience"
