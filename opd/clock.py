"""The portal's time: the database's, since machines may disagree about the hour and there is one database.

A machine with another hour counts on from what the database said, so that it stays right when its own clock
is set right meanwhile. Commands that build an illustrative plan set the time back; nothing else does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo
from time import monotonic

from django.utils import timezone

TOLERATED = timedelta(seconds=2)
"""Machines that keep their time differ by less; then the own clock is as good and never jumps."""
_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)
_heard: tuple[datetime, float] | None = None
"""The database's time and the moment it was said; nothing while the own clock is as good."""


def agree_with(database: datetime) -> None:
    """Said by whoever has just heard the database's time."""
    global _heard
    if abs(database - timezone.now()) <= TOLERATED:
        _heard = None
    elif abs(database - _counted()) > TOLERATED:  # else an answer that took its time would set it back
        _heard = database, monotonic()


def _counted() -> datetime:
    heard = _heard
    return heard[0] + timedelta(seconds=monotonic() - heard[1]) if heard else timezone.now()


def now() -> datetime:
    return _fixed.get() or _counted()


def zone() -> tzinfo:
    return timezone.get_default_timezone()


def today() -> date:
    """The date in the portal's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def local_day(moment: datetime) -> date:
    """The date of a moment in the portal's time zone."""
    return timezone.localdate(moment)
