"""The sweep: late jobs ring, the trail is sealed, and what breaks in one round is tried in the next."""

import pytest
from django.core.management import call_command

from lib.audit.models import AuditSeal
from masterplan.versions import services as versions
from portal.management.commands import sweep
from tests.lib.audit import chains

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """How each round searched: thoroughly or only among what is new."""
    found = []
    monkeypatch.setattr(versions, "stamp", lambda thorough=False: found.append(thorough))
    return found


def test_a_single_round_seals_whatever_has_no_seal():
    chains.events(3)
    call_command("sweep", "--once")
    assert AuditSeal.objects.count() == 3


def test_the_first_round_is_thorough_and_then_one_an_hour(monkeypatch, asked):
    now = [100.0]
    monkeypatch.setattr(sweep, "monotonic", lambda: now[0])
    sealer = sweep.Sealer()
    for passed in (0, 10, 10, sweep.THOROUGH_EVERY_S, 10):
        now[0] += passed
        sealer()
    assert asked == [False, True, False, False, False, True, False]


def test_a_database_that_was_away_is_searched_thoroughly_when_it_is_back(monkeypatch, asked):
    def breaks(thorough=False):
        raise ConnectionError("the database is away")

    sealer = sweep.Sealer()
    with monkeypatch.context() as patch:
        patch.setattr(versions, "stamp", breaks)
        sweep.attempt("the seal", sealer)
    sweep.attempt("the seal", sealer)
    assert asked == [False, True]


def test_a_thorough_search_that_never_ends_in_time_keeps_no_new_event_from_its_seal(monkeypatch):
    def stamp(thorough=False):
        if thorough:
            tried.append(1)
            raise TimeoutError("canceling statement due to statement timeout")
        return original()

    original, sealer, tried = versions.stamp, sweep.Sealer(), []
    monkeypatch.setattr(sweep, "close_old_connections", lambda: None)  # this test's transaction lives on it
    monkeypatch.setattr(versions, "stamp", stamp)
    for sealed in (2, 4):
        chains.events(2)
        sweep.attempt("the seal", sealer)
        assert AuditSeal.objects.count() == sealed
    assert len(tried) == 1


def test_what_breaks_is_logged_and_ends_nothing(caplog):
    def breaks():
        raise ConnectionError("the database is away")

    sweep.attempt("the seal", breaks)
    assert "the seal failed; it tries again" in caplog.text


def test_rounds_follow_each_other_at_a_third_of_a_lease(monkeypatch, settings, asked):
    class EnoughError(Exception):
        pass

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            raise EnoughError

    waits, rung = [], []
    settings.JOBS_LEASE_S = 30
    monkeypatch.setattr(sweep, "sweep", lambda: rung.append(1))
    monkeypatch.setattr(sweep, "sleep", sleep)
    with pytest.raises(EnoughError):
        call_command("sweep")
    assert (waits, rung, asked) == ([10, 10], [1, 1], [False, True, False])
