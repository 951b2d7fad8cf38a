"""Which plan a page is about."""

from collections.abc import Sequence

from django.http import Http404  # noqa: TID251 -- a plan nobody may see is a page that does not exist

from masterplan.models import Masterplan
from opd import clock
from opd.authorization import Actor


def current_plan(actor: Actor, slug: str | None) -> Masterplan:
    """The plan a person chose, else the most urgent one; 404 when none is to be seen."""
    plans = list(
        Masterplan.objects.visible_to(actor).select_related("cycle__region", "cycle__leading_office")
    )
    plan = most_urgent(plans, slug)
    if plan is None:
        raise Http404("no plan")
    return plan


def named_plan(actor: Actor, slug: str) -> Masterplan:
    """The plan of that slug; 404 when it is not to be seen. Compared here: PostgreSQL takes no NUL."""
    plan = next((plan for plan in Masterplan.objects.visible_to(actor) if plan.slug == slug), None)
    if plan is None:
        raise Http404("no such plan")
    return plan


def most_urgent(plans: Sequence[Masterplan], slug: str | None = None) -> Masterplan | None:
    """The one chosen by slug, else the one whose deadline comes next, else the newest."""
    chosen = next((plan for plan in plans if plan.slug == slug), None)
    return chosen or min(plans, key=_urgency, default=None)


def _urgency(plan: Masterplan) -> tuple[bool, int, int]:
    deadline = plan.cycle.deadline
    left = (deadline - clock.today()).days if deadline else -1
    return (left < 0, left, -plan.pk)
