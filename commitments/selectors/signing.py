"""What the signing page must know before anybody signs."""

from collections.abc import Mapping
from typing import Any

from commitments import workflow
from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.selectors.board import signature_of
from opd import clock
from opd.errors import Conflict
from opd.models import OfficeHolder, Opd, User
from opd.spelling import shown

VACANT = (
    "Jabatan ini kosong, jadi lembarnya tidak dapat ditandatangani. "
    "Mintalah lembar baru kepada editor setelah pejabatnya dicatat."
)
REPLACED = "Pejabat yang tertulis pada surat sudah berganti. Mintalah lembar baru kepada editor."
NAMED = ("name", "nip", "rank", "capacity", "title")


def holder_now(opd: Opd) -> OfficeHolder | None:
    holder: OfficeHolder | None = OfficeHolder.objects.filter(opd=opd).on(clock.today()).first()
    return holder


def obstacle(commitment: Commitment, holder: OfficeHolder | None) -> str:
    """Why the letter cannot be signed today although it waits for an answer; empty when it can."""
    named = commitment.letter.get("holder")
    if named is None or holder is None:
        return VACANT
    if any(getattr(holder, name) != named[name] for name in NAMED):
        return REPLACED
    return ""


def require_open(commitment: Commitment) -> None:
    """Whether it may be answered now; asked before anybody complains of what is missing in the answer."""
    workflow.require_move(commitment.state, CommitmentState.SIGNED)
    if reason := obstacle(commitment, holder_now(commitment.opd)):
        raise Conflict(reason)


def is_same_answer(commitment: Commitment, signer: User, answer: Mapping[str, Any]) -> bool:
    """Whether this very answer stands already: pressed twice, or sent again after a lost line."""
    signature = signature_of(commitment)
    if signature is None or signature.user_id != signer.pk:
        return False
    stored = (signature.decision, signature.slice_sha256, signature.letter_sha256, signature.note)
    seen = tuple(answer.get(name) for name in ("decision", "slice_sha256", "letter_sha256"))
    return stored == (*seen, shown(answer.get("note") or ""))
