"""Who may do what with commitments and agreements."""

from dataclasses import replace

from commitments.letters.models import Commitment
from lib.access import Actor, access
from lib.acts import Act, by_command
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from opd.accounts.roles import Can


def can_issue(actor: Actor, revision: Revision) -> bool:
    return access(actor).may(revision.region_id, Can.ISSUE_LETTER)


def can_reconcile(actor: Actor, revision: Revision) -> bool:
    """Whoever may approve a version also sets what was promised from the one before it straight."""
    return access(actor).may(revision.region_id, Can.REVIEW)


def can_withdraw(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).may(commitment.region_id, Can.WITHDRAW_LETTER)


def can_see_board(actor: Actor, region_id: int) -> bool:
    return access(actor).may(region_id, Can.READ_LETTERS)


NOT_ISSUING = "Hanya editor yang dapat menerbitkan lembar komitmen."

PREPARE = Act(
    name="commitment.prepared",
    about=Commitment,
    rule=can_issue,
    refusal=NOT_ISSUING,
    words="Lembar disiapkan",
    facts=("slice_sha256",),
)
PREPARE_AGAIN = replace(PREPARE, rule=can_withdraw)
ISSUE = Act(
    name="commitment.issued",
    about=Commitment,
    rule=by_command,
    words="Surat tersimpan, OPD diundang",
    facts=("letter_sha256",),
)
STORE = Act(
    name="commitment.letter_stored",
    about=Commitment,
    rule=by_command,
    words="Surat tersimpan",
    facts=("letter_sha256",),
)
RETRY = Act(
    name="commitment.letter_retried",
    about=Commitment,
    rule=can_withdraw,
    refusal="Hanya editor yang dapat meminta surat dibuat lagi.",
    words="Surat diminta dibuat lagi",
)
WITHDRAW = Act(
    name="commitment.withdrawn",
    about=Commitment,
    rule=can_withdraw,
    refusal="Hanya editor yang dapat mencabut lembar komitmen.",
    words="Dicabut",
    facts=("state", "reason"),
)
SUPERSEDE = Act(
    name="commitment.superseded",
    about=Commitment,
    words="Digantikan; perlu tanda tangan ulang",
    facts=("state", "reason"),
)
CARRY = Act(
    name="commitment.carried",
    about=Commitment,
    words="Tetap berlaku; butirnya tidak berubah",
    facts=("to", "slice_sha256"),
)
RECONCILE = Act(
    name="commitments.reconciled",
    about=Revision,
    rule=can_reconcile,
    refusal="Hanya fasilitator yang menyetujui versi.",
    words="menyesuaikan lembar komitmen",
)
SEED = Act(
    name="letter_text.seeded",
    about=Masterplan,
    rule=by_command,
    words="mengisi kata-kata surat",
    facts=("pledge",),
)
