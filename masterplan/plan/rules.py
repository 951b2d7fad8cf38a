"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from lib.acts import Act, by_command
from masterplan.plan.models import Masterplan
from opd.accounts.roles import Can


def can_make_current(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).may(plan.region_id, Can.MAKE_CURRENT)


def can_read_living(actor: Actor, plan: Masterplan) -> bool:
    """The living text: everyone of the region but heads, who read approved versions."""
    return access(actor).may(plan.region_id, Can.READ_PLAN)


REFUSAL = "Masterplan diisi melalui perintah load_region."

LOAD = Act(name="plan.loaded", about=Masterplan, rule=by_command, refusal=REFUSAL, words="memuat masterplan")
MAKE_CURRENT = Act(
    name="plan.made_current",
    about=Masterplan,
    rule=can_make_current,
    refusal="Hanya editor yang dapat menetapkan masterplan yang berjalan.",
    words="menetapkan masterplan yang berjalan",
    facts=("current",),
)
