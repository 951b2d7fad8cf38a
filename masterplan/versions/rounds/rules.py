"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from lib.acts import CHANGES, Act
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import Comment, ReviewRound
from masterplan.versions.rules import can_decide
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


OPEN = Act(
    name="round.opened",
    about=ReviewRound,
    rule=can_open_round,
    refusal="Hanya editor yang dapat membuka putaran tinjauan.",
    words="membuka putaran tinjauan",
    news="putaran dibuka",
    facts=("due",),
)
COMMENT = Act(
    name="comment.added",
    about=Comment,
    rule=can_comment,
    refusal="Hanya fasilitator yang dapat memberi komentar.",
    words="memberi komentar",
    facts=("on",),
)
ANSWER = Act(
    name="comment.answered",
    about=Comment,
    rule=can_answer,
    refusal="Hanya editor atau operator yang ditugasi yang dapat menjawab.",
    words="menjawab komentar",
    news="komentar dijawab",
    facts=CHANGES,
)
CLOSE = Act(
    name="round.closed",
    about=ReviewRound,
    rule=can_close_round,
    refusal="Hanya editor yang dapat menutup putaran.",
    words="menutup putaran",
    news="putaran ditutup",
    facts=("comments",),
)
DECIDE = Act(
    name="round.decided",
    about=ReviewRound,
    rule=can_decide,
    refusal="Hanya fasilitator yang dapat menyetujui atau mengembalikan versi.",
    words="memutuskan putaran",
    facts=("decision", "reason"),
)
