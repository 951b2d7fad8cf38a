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
    monkeypatch.setattr(clock, "_behind", timedelta(0))


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
    assert clock._behind == timedelta(0)


def test_a_clock_that_was_set_right_counts_again(machine, monkeypatch):
    clock.agree_with(machine())
    monkeypatch.undo()
    clock.agree_with(timezone.now())
    assert clock._behind == timedelta(0)


@pytest.mark.django_db(transaction=True)
def test_what_such_a_machine_writes_has_the_right_day(machine):
    if connection.vendor == "sqlite":  # its clock is this machine's: told as a server would tell it
        clock.agree_with(machine())
    else:
        connection.close()  # the next connection asks
    event = audit.record(SYSTEM, "test.done", bimtek.cycle())
    assert abs(event.at - machine()) < timedelta(seconds=60)
