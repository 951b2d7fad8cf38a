"""Which plan a page is about."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404  # noqa: TID251 -- a plan nobody may see is a page that does not exist

from lib import clock
from lib.access import Actor
from lib.http import plain_address
from masterplan.plan.models import Masterplan
from opd.accounts.models import User

CACHE = "_plans"
PREFIX = "/r/"


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


def named_plan(actor: Actor, slug: str) -> Masterplan:
    """The plan of that slug; 404 when it is not to be seen. Hours are those of its region."""
    # Compared here: PostgreSQL takes no NUL.
    plan = next((plan for plan in plans_of(actor) if plan.slug == slug), None)
    if plan is None:
        raise Http404("no such plan")
    clock.use(plan.cycle.region.zone)
    return plan


def most_current(plans: Iterable[Masterplan]) -> Masterplan | None:
    """The current one, else the newest."""
    return max(plans, key=lambda plan: (plan.is_current, plan.pk), default=None)


def plan_without_name(actor: Actor) -> Masterplan | None:
    """The plan of an address that names none: of the only region; None where there are several or none."""
    plans = plans_of(actor)
    return most_current(plans) if len({plan.region_id for plan in plans}) == 1 else None


def prefix_of(actor: Actor, plan: Masterplan) -> str:
    """What addresses of the plan begin with: nothing where an address without a name already means it."""
    return "" if plan == plan_without_name(actor) else f"{PREFIX}{plan.slug}"


def address_in(actor: Actor, plan: Masterplan, name: str, *args: Any) -> str:
    """The address of a page under this plan, whichever plan the page is about that links to it."""
    return f"{prefix_of(actor, plan)}{plain_address(name, *args)}"
