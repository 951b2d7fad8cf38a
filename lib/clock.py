"""The portal's time: this machine's clock, which a command may set back. Machines keep time by NTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """Aware, in UTC; the moment that an enclosing `at` names."""
    return _fixed.get() or timezone.now()


def zone() -> tzinfo:
    return timezone.get_default_timezone()


def today() -> date:
    """The date of `now` in the portal's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """`now` is `moment` within the block: for commands that build an illustrative plan."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def local_day(moment: datetime) -> date:
    """The date of `moment` in the portal's time zone."""
    return timezone.localdate(moment)
