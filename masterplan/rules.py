"""Who may do what with the plan. One question, one function."""

from masterplan.models import Comment, Masterplan, Programme, ReviewRound, Revision, Section
from masterplan.models.plan import READERS
from opd.authorization import Actor, access
from opd.enums import Role


def can_read_living(actor: Actor, plan: Masterplan) -> bool:
    """The living text: everyone of the region but heads, who read approved versions."""
    return access(actor).has(plan.region_id, *READERS)


def can_add_programme(actor: Actor, plan: Masterplan, lead_opd_id: int | None = None) -> bool:
    """Editors; an operator for the own OPD. Without an OPD: whether a form may be opened at all."""
    if access(actor).has(plan.region_id, Role.EDITOR):
        return True
    own = access(actor).opds(Role.OPERATOR, region_id=plan.region_id)
    return bool(own) if lead_opd_id is None else lead_opd_id in own


def can_edit_programme(actor: Actor, programme: Programme) -> bool:
    return access(actor).has(programme.region_id, Role.EDITOR) or access(actor).acts_for(
        programme.lead_opd_id, Role.OPERATOR
    )


def can_edit_section(actor: Actor, section: Section) -> bool:
    return access(actor).has(section.region_id, Role.EDITOR) or access(actor).acts_for(
        section.assigned_opd_id, Role.OPERATOR
    )


def can_assign_section(actor: Actor, section: Section) -> bool:
    return access(actor).has(section.region_id, Role.EDITOR)


def can_freeze(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).has(plan.region_id, Role.EDITOR)


def can_export(actor: Actor, revision: Revision) -> bool:
    """Whoever edits, reviews or decides may ask for a file to be made; others read what is there."""
    return access(actor).has(revision.region_id, Role.EDITOR, Role.FACILITATOR, Role.LEADER)


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


def can_decide(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).has(round_.region_id, Role.FACILITATOR)


def can_finalise(actor: Actor, revision: Revision) -> bool:
    return access(actor).has(revision.region_id, Role.LEADER)


def can_read_comments(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).has(plan.region_id, Role.ADMIN, Role.EDITOR, Role.LEADER, Role.FACILITATOR)
