"""Which plan a page is about."""

from collections.abc import Iterable, Sequence

from django.http import Http404  # noqa: TID251 -- a plan nobody may see is a page that does not exist

from bimtek.cycle.models import Cycle
from lib import clock
from lib.access import Actor
from masterplan.plan.models import Masterplan
from opd.accounts.models import User

CACHE = "_plans"


def plans_of(actor: Actor) -> list[Masterplan]:
    """All plans an actor may see. Read once for each user object, which lives as long as its request: the
    page and the frame around it ask for the same."""
    if not isinstance(actor, User):
        return _read(actor)
    cached: list[Masterplan] | None = getattr(actor, CACHE, None)
    if cached is None:
        cached = _read(actor)
        setattr(actor, CACHE, cached)
    return list(cached)


def _read(actor: Actor) -> list[Masterplan]:
    return list(Masterplan.objects.visible_to(actor).select_related("cycle__region", "cycle__leading_office"))


def current_plan(actor: Actor, slug: str | None) -> Masterplan:
    """The plan a person chose, else the most urgent one; 404 when none is to be seen."""
    plan = most_urgent(plans_of(actor), slug)
    if plan is None:
        raise Http404("no plan")
    return plan


def named_plan(actor: Actor, slug: str) -> Masterplan:
    """The plan of that slug; 404 when it is not to be seen. Compared here: PostgreSQL takes no NUL."""
    plan = next((plan for plan in plans_of(actor) if plan.slug == slug), None)
    if plan is None:
        raise Http404("no such plan")
    return plan


def plan_of_cycle(cycle: Cycle) -> Masterplan:
    """The current plan if it is the cycle's, else the cycle's newest. One query; 404 when it has none."""
    plan = most_current(Masterplan.objects.filter(cycle=cycle))
    if plan is None:
        raise Http404("no plan of this cycle")
    return plan


def most_current(plans: Iterable[Masterplan]) -> Masterplan | None:
    """The current one, else the newest."""
    return max(plans, key=lambda plan: (plan.is_current, plan.pk), default=None)


def most_urgent(plans: Sequence[Masterplan], slug: str | None = None) -> Masterplan | None:
    """The one chosen by slug, else the one whose deadline comes next, else the newest."""
    chosen = next((plan for plan in plans if plan.slug == slug), None)
    return chosen or min(plans, key=_urgency, default=None)


def _urgency(plan: Masterplan) -> tuple[bool, int, int]:
    deadline = plan.cycle.deadline
    left = (deadline - clock.today()).days if deadline else -1
    return (left < 0, left, -plan.pk)
