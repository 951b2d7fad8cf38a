"""The portal's time: the database's, since machines may disagree about the hour and there is one database.

Commands that build an illustrative plan set it back; nothing else does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo

from django.utils import timezone

TOLERATED = timedelta(seconds=2)
"""Machines that keep their time differ by less; then the own clock is as good and never jumps."""
_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)
_behind = timedelta(0)


def agree_with(database: datetime) -> timedelta:
    """Said by whoever has just heard the database's time; returns how far this machine is behind it."""
    global _behind
    difference = database - timezone.now()
    _behind = difference if abs(difference) > TOLERATED else timedelta(0)
    return _behind


def now() -> datetime:
    return _fixed.get() or timezone.now() + _behind


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
