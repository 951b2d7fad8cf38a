"""Letters of commitment: issued for every OPD, prepared by a job, opened, withdrawn, asked again."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from commitments.letters import workflow as letters_workflow
from commitments.letters.models import Commitment, CommitmentState, Signature, SignDecision
from commitments.letters.selectors import holder_now, obstacle
from commitments.letters.services import locked
from commitments.signing import rules
from commitments.signing.backends import SigningBackend
from commitments.signing.workflow import missing_words
from lib import clock
from lib.access import Actor, require
from lib.audit import sealing
from lib.audit import services as audit
from lib.errors import Conflict, Invalid
from lib.text.spelling import shown
from opd.accounts.models import User
from opd.offices.models import OfficeHolder


@transaction.atomic
def note_opened(commitment: Commitment, *, actor: Actor) -> None:
    """Record once that the head has seen the letter: a time, no state."""
    require(rules.can_sign(actor, commitment))
    _note_opened(commitment, actor)


def _note_opened(commitment: Commitment, actor: Actor) -> None:
    opened = Commitment.objects.filter(
        pk=commitment.pk, state=CommitmentState.ISSUED, opened_at__isnull=True
    ).update(opened_at=clock.now())
    if opened:
        audit.record(actor, "commitment.opened", commitment)


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

    Whoever answers has opened the letter, also without script. The proof is asked while the letter is locked,
    so that a second press waits for the first and needs none.
    A wrong one is told after the commit: it must count although nothing is signed.
    """
    require(rules.can_sign(actor, commitment), "Hanya kepala OPD ini yang dapat menandatangani.")
    digests = (slice_sha256, letter_sha256)
    with transaction.atomic():
        commitment = locked(commitment)
        holder = _require_same(commitment, digests, TARGET[decision])
        if sentence := missing_words(decision, note):
            raise Invalid(sentence, {"note": sentence})
        _note_opened(commitment, actor)
        proof = _proof(backend, actor, secret, letter_sha256)
        if not isinstance(proof, Invalid):
            return _store(commitment, holder, actor, decision, shown(note), (backend.method, proof))
    raise proof


@transaction.atomic
def illustrate(commitment: Commitment, *, actor: User, decision: SignDecision, note: str = "") -> Signature:
    """An answer of an illustrative plan that nothing proves, since its letter is printed later.

    Raises Forbidden in any other plan, Conflict when the letter was answered or the office is vacant.
    """
    require(rules.can_illustrate(actor, commitment), "Jawaban contoh hanya ada dalam data ilustrasi.")
    commitment = locked(commitment)
    holder = holder_now(commitment.opd)
    if commitment.state != CommitmentState.PREPARING or holder is None:
        raise Conflict("Lembar ini tidak lagi disiapkan, atau jabatannya kosong.")
    commitment.issued_at, commitment.opened_at = clock.now() - timedelta(days=1), clock.now()
    commitment.save(update_fields=["issued_at", "opened_at"])
    return _store(commitment, holder, actor, decision, shown(note), ("ilustrasi", {"illustrative": True}))


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
    sealing.seal_after_commit()
    return signature


def _require_same(commitment: Commitment, digests: tuple[str, str], target: CommitmentState) -> OfficeHolder:
    """The locked row must be what the head saw, and the office must be held by whom the letter names."""
    letters_workflow.require_move(commitment.state, target)
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
