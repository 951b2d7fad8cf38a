"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import ReviewRound
from opd.accounts.models import Role


def can_freeze(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).has(plan.region_id, Role.EDITOR)


def can_decide(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).has(round_.region_id, Role.FACILITATOR)


def can_finalise(actor: Actor, revision: Revision) -> bool:
    return access(actor).has(revision.region_id, Role.LEADER)
