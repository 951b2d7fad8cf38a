"""The portal's time. Commands that build an illustrative plan set it back; nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    return _fixed.get() or timezone.now()


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
