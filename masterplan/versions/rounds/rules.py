"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import Comment, ReviewRound
from opd.accounts.models import Role


def can_open_round(actor: Actor, revision: Revision) -> bool:
    return access(actor).has(revision.region_id, Role.EDITOR)


def can_comment(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).has(round_.region_id, Role.FACILITATOR)


def can_answer(actor: Actor, comment: Comment) -> bool:
    """Editors; an operator on sections assigned to the own OPD."""
    if access(actor).has(comment.region_id, Role.EDITOR):
        return True
    assigned = comment.section.assigned_opd_id if comment.section else None
    return access(actor).acts_for(assigned, Role.OPERATOR)


def can_close_round(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).has(round_.region_id, Role.EDITOR)


def can_read_comments(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).has(plan.region_id, Role.ADMIN, Role.EDITOR, Role.LEADER, Role.FACILITATOR)
