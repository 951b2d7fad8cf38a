"""One hour for all machines: the database's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from opd import audit, clock
from opd.authorization import SYSTEM
from tests.bimtek import factories as bimtek

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    monkeypatch.setattr(clock, "_heard", None)


@pytest.fixture(params=[DAY, -DAY], ids=["a day ahead", "a day behind"])
def machine(request, monkeypatch):
    """This machine has another day than the database; returns the database's time."""
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + request.param)
    return real


def test_a_machine_with_another_day_goes_by_the_database(machine):
    clock.agree_with(machine())
    assert abs(clock.now() - machine()) < clock.TOLERATED
    assert clock.today() == timezone.localdate(machine())


def test_a_difference_of_moments_changes_nothing():
    clock.agree_with(timezone.now() + clock.TOLERATED / 2)
    assert abs(clock.now() - timezone.now()) < clock.TOLERATED / 4


def test_a_clock_that_was_set_right_counts_again(machine, monkeypatch):
    clock.agree_with(machine())
    monkeypatch.undo()
    clock.agree_with(timezone.now())
    assert clock._heard is None


def test_a_machine_that_is_set_right_after_it_agreed_stays_right(machine, monkeypatch):
    clock.agree_with(machine())
    monkeypatch.undo()
    assert abs(clock.now() - machine()) < clock.TOLERATED


def test_the_time_goes_on_although_the_own_clock_is_not_asked(machine, monkeypatch):
    began = machine()
    monkeypatch.setattr(clock, "monotonic", lambda: 100.0)
    clock.agree_with(began)
    monkeypatch.setattr(clock, "monotonic", lambda: 3700.0)
    assert clock.now() - began == timedelta(hours=1)


def test_an_answer_that_took_its_time_sets_nothing_back(machine, monkeypatch):
    began = machine()
    monkeypatch.setattr(clock, "monotonic", lambda: 100.0)
    clock.agree_with(began)
    clock.agree_with(began - clock.TOLERATED / 2)
    assert clock.now() == began


def test_a_machine_that_slept_hears_the_time_anew(machine, monkeypatch):
    began = machine()
    monkeypatch.setattr(clock, "monotonic", lambda: 100.0)
    clock.agree_with(began)
    clock.agree_with(began + timedelta(hours=8))
    assert clock.now() == began + timedelta(hours=8)


@pytest.mark.django_db(transaction=True)
def test_what_such_a_machine_writes_has_the_right_day(machine):
    if connection.vendor == "sqlite":  # its clock is this machine's: told as a server would tell it
        clock.agree_with(machine())
    else:
        connection.close()  # the next connection asks
    event = audit.record(SYSTEM, "test.done", bimtek.cycle())
    assert abs(event.at - machine()) < timedelta(seconds=60)
