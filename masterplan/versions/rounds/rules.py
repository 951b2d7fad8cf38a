"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import Comment, ReviewRound
from opd.accounts.roles import Can


def can_open_round(actor: Actor, revision: Revision) -> bool:
    return access(actor).may(revision.region_id, Can.RUN_ROUND)


def can_comment(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).may(round_.region_id, Can.REVIEW)


def can_answer(actor: Actor, comment: Comment) -> bool:
    """Editors; an operator on sections assigned to the own OPD."""
    assigned = comment.section.assigned_opd_id if comment.section else None
    return access(actor).may_for(comment.region_id, assigned, Can.ANSWER)


def can_close_round(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).may(round_.region_id, Can.RUN_ROUND)


def can_read_comments(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).may(plan.region_id, Can.READ_COMMENTS)
