"""The portal's time: this machine's clock, which a command may set back. Machines keep time by NTP.

Hours and days are those of the region at hand: Django's current time zone, which a request, a book or a
command sets.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """Aware, in UTC; the moment that an enclosing `at` names."""
    return _fixed.get() or timezone.now()


def zone() -> tzinfo:
    """Of the region at hand; outside a region that of the settings."""
    return timezone.get_current_timezone()


def use(name: str) -> None:
    """Hours and days are those of this zone until the request or the command ends; "" changes nothing."""
    if name:
        timezone.activate(name)


def within(name: str) -> AbstractContextManager[None]:
    """Hours and days are those of this zone within the block."""
    return timezone.override(name)


def zone_word() -> str:
    """WIB, WITA or WIT, as it stands behind an hour."""
    return f"{timezone.localtime(now()):%Z}"


def today(name: str = "") -> date:
    """The date of `now` in the zone of that name, else in the current one."""
    return timezone.localdate(now(), ZoneInfo(name) if name else None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """`now` is `moment` within the block: for commands that build an illustrative plan."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def local_day(moment: datetime) -> date:
    """The date of `moment` in the current time zone."""
    return timezone.localdate(moment)
