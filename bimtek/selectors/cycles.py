"""Which cycle a page is about, and its workshops."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404  # noqa: TID251 -- a cycle nobody may see is a page that does not exist

from bimtek import rules
from bimtek.enums import FindingKind
from bimtek.models import BimtekSession, Cycle
from opd import clock
from opd.authorization import Actor

LIVE = Q(findings__set_aside_at__isnull=True, findings__merged_into__isnull=True)


def current_cycle(actor: Actor, slug: str | None) -> Cycle:
    """The cycle a person chose, else the one whose deadline comes next, else the newest."""
    cycles = list(Cycle.objects.visible_to(actor).select_related("region", "leading_office"))
    chosen = next((cycle for cycle in cycles if cycle.slug == slug), None) or min(
        cycles, key=_urgency, default=None
    )
    if chosen is None:
        raise Http404("no cycle")
    return chosen


def bimtek_cycle(actor: Actor, slug: str | None) -> Cycle:
    """The same for the pages of the workshops, which a head does not have."""
    cycle = current_cycle(actor, slug)
    if not rules.can_read_bimtek(actor, cycle):
        raise Http404("no workshops for this person")
    return cycle


def _urgency(cycle: Cycle) -> tuple[bool, int, int]:
    left = (cycle.deadline - clock.today()).days if cycle.deadline else -1
    return (left < 0, left, -cycle.pk)


@dataclass(frozen=True)
class Sitting:
    """A workshop with what it found so far. `days` is (day, of how many) while it lasts."""

    session: BimtekSession
    problems: int = 0
    strengths: int = 0
    state: str = "unset"
    day: int = 0
    days: int = 0

    @property
    def findings(self) -> int:
        return self.problems + self.strengths


def sittings(cycle: Cycle) -> list[Sitting]:
    """The workshops of the cycle in order, one query."""
    found: Any = cycle.sessions.annotate(
        problems=Count("findings", filter=LIVE & Q(findings__kind=FindingKind.MASALAH)),
        strengths=Count("findings", filter=LIVE & Q(findings__kind=FindingKind.KEUNGGULAN)),
    ).order_by("stage")
    return [sitting(row, row.problems, row.strengths) for row in found]


def sitting(session: BimtekSession, problems: int = 0, strengths: int = 0) -> Sitting:
    state, day, days = _when(session.start, session.end, clock.today())
    return Sitting(session, problems, strengths, state, day, days)


def _when(start: date | None, end: date | None, today: date) -> tuple[str, int, int]:
    first, last = start or end, end or start
    if first is None or last is None:
        return "unset", 0, 0
    if today < first:
        return "ahead", 0, 0
    if today > last:
        return "over", 0, 0
    return "on", (today - first).days + 1, (last - first).days + 1
