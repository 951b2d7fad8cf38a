"""Page-shaped reads of the plan."""

from django.http import Http404  # noqa: TID251 -- a plan nobody may see is a page that does not exist

from masterplan.models import Masterplan
from opd import clock
from opd.authorization import Actor


def current_plan(actor: Actor, slug: str | None) -> Masterplan:
    """The plan a person chose, else the one whose deadline comes next, else the newest."""
    plans = list(Masterplan.objects.visible_to(actor).select_related("cycle__region", "cycle__leading_office"))
    if not plans:
        raise Http404("no plan")
    chosen = next((plan for plan in plans if plan.slug == slug), None)
    return chosen or sorted(plans, key=_urgency)[0]


def _urgency(plan: Masterplan) -> tuple[bool, int, int]:
    deadline = plan.cycle.deadline
    left = (deadline - clock.today()).days if deadline else -1
    return (left < 0, left, -plan.pk)
