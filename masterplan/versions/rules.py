"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from lib.acts import Act
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.rounds.models import ReviewRound
from opd.accounts.roles import Can


def can_freeze(actor: Actor, plan: Masterplan) -> bool:
    return access(actor).may(plan.region_id, Can.FREEZE)


def can_decide(actor: Actor, round_: ReviewRound) -> bool:
    return access(actor).may(round_.region_id, Can.REVIEW)


def can_finalise(actor: Actor, revision: Revision) -> bool:
    return access(actor).may(revision.region_id, Can.FINALISE)


FREEZE = Act(
    name="revision.frozen",
    about=Revision,
    rule=can_freeze,
    refusal="Hanya editor yang dapat membekukan versi.",
    words="membekukan versi",
    news="versi dibekukan",
    facts=("sha256",),
)
FINALISE = Act(
    name="revision.final",
    about=Revision,
    rule=can_finalise,
    refusal="Hanya pimpinan yang dapat menetapkan versi final.",
    words="menetapkan versi final",
    facts=("state", "note"),
)


def _step(state: RevisionState, words: str) -> Act:
    """What opening and deciding a round bring about."""
    return Act(name=f"revision.{state}", about=Revision, words=words, facts=("state", "note"))


MOVED = {
    RevisionState.IN_REVIEW: _step(RevisionState.IN_REVIEW, "menyerahkan versi untuk ditinjau"),
    RevisionState.APPROVED: _step(RevisionState.APPROVED, "menyetujui versi"),
    RevisionState.RETURNED: _step(RevisionState.RETURNED, "mengembalikan versi"),
    RevisionState.SUPERSEDED: _step(RevisionState.SUPERSEDED, "menggantikan versi"),
    RevisionState.FINAL: FINALISE,
}
"""The act of each step of the workflow, by the state it leads to."""
