"""Which cycle a page is about, and its workshops."""

from django.db.models import Q
from django.http import Http404  # noqa: TID251 -- a cycle nobody may see is a page that does not exist

from bimtek.cycle import rules
from bimtek.cycle.models import Cycle
from lib import clock
from lib.access import Actor

LIVE = Q(findings__set_aside_at__isnull=True, findings__merged_into__isnull=True)


def current_cycle(actor: Actor, slug: str | None) -> Cycle:
    """The cycle a person chose, else the one whose deadline comes next, else the newest.

    Hours are those of its region.
    """
    cycles = list(Cycle.objects.visible_to(actor).select_related("region", "leading_office"))
    chosen = next((cycle for cycle in cycles if cycle.slug == slug), None) or min(
        cycles, key=_urgency, default=None
    )
    if chosen is None:
        raise Http404("no cycle")
    clock.use(chosen.region.zone)
    return chosen


def bimtek_cycle(actor: Actor, slug: str | None) -> Cycle:
    """The same for the pages of the workshops, which a head does not have."""
    cycle = current_cycle(actor, slug)
    if not rules.can_read_bimtek(actor, cycle):
        raise Http404("no workshops for this person")
    return cycle


def _urgency(cycle: Cycle) -> tuple[bool, int, int]:
    left = (cycle.deadline - clock.today(cycle.region.zone)).days if cycle.deadline else -1
    return (left < 0, left, -cycle.pk)
