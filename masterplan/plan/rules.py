"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.plan.models import Masterplan
from opd.accounts.roles import Can


def can_make_current(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).may(plan.region_id, Can.MAKE_CURRENT)


def can_read_living(actor: Actor, plan: Masterplan) -> bool:
    """The living text: everyone of the region but heads, who read approved versions."""
    return access(actor).may(plan.region_id, Can.READ_PLAN)
