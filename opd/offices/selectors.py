"""Page-shaped reads of offices, of who holds them, and of the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from lib import clock
from lib.access import Actor, access
from opd.accounts.roles import Can
from opd.offices.models import OfficeHolder, Opd, Region

ENDS_SOON = 30


@dataclass(frozen=True)
class Seat:
    """An office on one day: who holds it, or since when it is vacant, and who comes next."""

    opd: Opd
    today: date
    holder: OfficeHolder | None = None
    vacant_since: date | None = None
    next_one: OfficeHolder | None = None

    @property
    def days_left(self) -> int | None:
        return (self.holder.until - self.today).days if self.holder and self.holder.until else None

    @property
    def needs_action(self) -> bool:
        ends_soon = self.days_left is not None and self.days_left <= ENDS_SOON
        return (self.holder is None or ends_soon) and self.next_one is None


def seats(region: Region, actor: Actor) -> list[Seat]:
    """Every office of the region, vacant ones first, then those that end soon. Two queries."""
    rows = (
        OfficeHolder.objects.visible_to(actor).filter(opd__region=region).order_by("opd_id", "-since", "-pk")
    )
    periods = {opd: list(held) for opd, held in groupby(rows, key=lambda holder: holder.opd_id)}
    today = clock.today(region.zone)
    found = [
        seat(opd, periods.get(opd.pk, []), today)
        for opd in Opd.objects.visible_to(actor).filter(region=region).order_by("order", "code")
    ]
    return sorted(found, key=_urgency)


def seat(opd: Opd, periods: Iterable[OfficeHolder], today: date) -> Seat:
    """`periods` newest first."""
    held = list(periods)
    for holder in held:
        holder.opd = opd  # so that its title costs no query
    current = next((h for h in held if h.since <= today and (h.until is None or h.until >= today)), None)
    ended = max((h.until for h in held if h.until and h.until < today), default=None)
    coming = min((h for h in held if h.since > today), key=lambda h: h.since, default=None)
    vacant_since = ended + timedelta(days=1) if ended and current is None else None
    return Seat(opd, today, current, vacant_since, coming)


def _urgency(seat: Seat) -> tuple[bool, bool, int]:
    left = seat.days_left
    return (
        not seat.needs_action,
        seat.holder is not None,
        left if left is not None and seat.needs_action else 0,
    )


@dataclass(frozen=True)
class SeatTable:
    """The offices of one region in two groups: what needs somebody to act, and the rest."""

    region: Region
    seats: list[Seat]
    can_appoint: bool

    @property
    def vacant(self) -> int:
        return sum(1 for seat in self.seats if seat.holder is None)

    @property
    def ending(self) -> int:
        return sum(1 for seat in self.seats if seat.holder and seat.needs_action)

    @property
    def groups(self) -> list[tuple[str, list[Seat]]]:
        urgent = [seat for seat in self.seats if seat.needs_action]
        rest = [seat for seat in self.seats if not seat.needs_action]
        return [(title, found) for title, found in (("Perlu tindakan", urgent), ("Terisi", rest)) if found]


def seat_tables(actor: Actor, region_id: int | None, *, only_vacant: bool = False) -> list[SeatTable]:
    """One for each region of an admin or editor, or for the one region; nearly always there is one."""
    mine = access(actor)
    theirs = mine.regions_for(Can.READ_HOLDERS)
    regions = Region.objects.filter(pk__in=theirs if region_id is None else theirs & {region_id})
    return [
        SeatTable(
            region,
            [seat for seat in seats(region, actor) if seat.holder is None or not only_vacant],
            mine.may(region.pk, Can.APPOINT),
        )
        for region in regions
    ]


def periods_of(opd: Opd, actor: Actor) -> list[OfficeHolder]:
    """The history of one office, as far as the actor may read names."""
    return list(OfficeHolder.objects.visible_to(actor).filter(opd=opd).order_by("-since", "-pk"))
