"""Page-shaped reads of the workshops."""

from django.http import Http404  # noqa: TID251 -- a cycle nobody may see is a page that does not exist

from bimtek.models import Cycle
from opd import clock
from opd.authorization import Actor


def current_cycle(actor: Actor, slug: str | None) -> Cycle:
    """The cycle a person chose, else the one whose deadline comes next, else the newest."""
    cycles = list(Cycle.objects.visible_to(actor).select_related("region", "leading_office"))
    if not cycles:
        raise Http404("no cycle")
    chosen = next((cycle for cycle in cycles if cycle.slug == slug), None)
    return chosen or sorted(cycles, key=_urgency)[0]


def _urgency(cycle: Cycle) -> tuple[bool, int, int]:
    left = (cycle.deadline - clock.today()).days if cycle.deadline else -1
    return (left < 0, left, -cycle.pk)
