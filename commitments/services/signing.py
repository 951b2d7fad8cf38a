"""The signature: exact bytes were shown, one person answers once."""

from typing import Any

from django.db import transaction

from commitments import rules, workflow
from commitments.answers import missing_words
from commitments.enums import CommitmentState, SignDecision
from commitments.models import Commitment, Signature
from commitments.selectors.signing import holder_now, obstacle
from commitments.services.commitments import locked
from commitments.signing_backends import SigningBackend
from opd import audit, clock
from opd.authorization import require
from opd.errors import Conflict, Invalid
from opd.models import OfficeHolder, User
from opd.services import seals
from opd.spelling import shown

TARGET = {
    SignDecision.AGREE: CommitmentState.SIGNED,
    SignDecision.AGREE_WITH_NOTE: CommitmentState.SIGNED_WITH_NOTE,
    SignDecision.DECLINE: CommitmentState.DECLINED,
}


def sign(
    commitment: Commitment,
    *,
    actor: User,
    decision: SignDecision,
    note: str,
    slice_sha256: str,
    letter_sha256: str,
    secret: str,
    backend: SigningBackend,
) -> Signature:
    """Answer one letter. Refused when the letter shown is not the letter stored, or it was answered already.

    The proof is asked while the letter is locked, so that a second press waits for the first and needs none.
    A wrong one is told after the commit: it must count although nothing is signed.
    """
    require(rules.can_sign(actor, commitment), "Hanya kepala OPD ini yang dapat menandatangani.")
    digests = (slice_sha256, letter_sha256)
    with transaction.atomic():
        commitment = locked(commitment)
        holder = _require_same(commitment, digests, TARGET[decision])
        if sentence := missing_words(decision, note):
            raise Invalid(sentence, {"note": sentence})
        proof = _proof(backend, actor, secret, letter_sha256)
        if not isinstance(proof, Invalid):
            return _store(commitment, holder, actor, decision, shown(note), (backend.method, proof))
    raise proof


def _proof(backend: SigningBackend, actor: User, secret: str, digest: str) -> dict[str, Any] | Invalid:
    try:
        return backend.prove(actor, secret, digest)
    except Invalid as refusal:
        return refusal


def _store(
    commitment: Commitment,
    holder: OfficeHolder,
    actor: User,
    decision: SignDecision,
    note: str,
    proof: tuple[str, dict[str, Any]],
) -> Signature:
    signature = Signature.objects.create(
        commitment=commitment,
        user=actor,
        decision=decision,
        note=note,
        signed_at=clock.now(),
        signer_name=holder.name,
        signer_nip=holder.nip,
        signer_rank=holder.rank,
        signer_title=holder.title,
        signer_capacity=holder.capacity,
        slice_sha256=commitment.slice_sha256,
        letter_sha256=commitment.letter_sha256,
        method=proof[0],
        evidence=proof[1],
    )
    _answer(commitment, decision)
    audit.record(actor, f"commitment.{commitment.state}", commitment, signature.audit_changes)
    seals.seal_after_commit()
    return signature


def _require_same(commitment: Commitment, digests: tuple[str, str], target: CommitmentState) -> OfficeHolder:
    """The locked row must be what the head saw, and the office must be held by whom the letter names."""
    workflow.require_move(commitment.state, target)
    if digests != (commitment.slice_sha256, commitment.letter_sha256):
        raise Conflict(
            "Surat yang ditampilkan bukan surat yang tersimpan. Muat ulang halaman sebelum menjawab."
        )
    holder = holder_now(commitment.opd)
    reason = obstacle(commitment, holder)
    if holder is None or reason:
        raise Conflict(reason)
    return holder


def _answer(commitment: Commitment, decision: SignDecision) -> None:
    commitment.state = TARGET[decision]
    if decision == SignDecision.DECLINE:
        commitment.ended_at = clock.now()
    commitment.save(update_fields=["state", "ended_at"])
