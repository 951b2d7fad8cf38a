"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import ReviewRound
from opd.accounts.roles import Can


def can_freeze(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).may(plan.region_id, Can.FREEZE)


def can_decide(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).may(round_.region_id, Can.REVIEW)


def can_finalise(actor: Actor, revision: Revision) -> bool:
    return access(actor).may(revision.region_id, Can.FINALISE)
