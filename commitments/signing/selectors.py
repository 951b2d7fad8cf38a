"""What the signing page must know before anybody signs."""

from collections.abc import Mapping
from typing import Any

from commitments.letters import workflow as letters_workflow
from commitments.letters.board.selectors import signature_of
from commitments.letters.models import Commitment, CommitmentState
from commitments.letters.selectors import holder_now, obstacle
from lib.errors import Conflict
from lib.text.spelling import shown
from opd.accounts.models import User


def require_open(commitment: Commitment) -> None:
    """Whether it may be answered now; asked before anybody complains of what is missing in the answer."""
    letters_workflow.require_move(commitment.state, CommitmentState.SIGNED)
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
