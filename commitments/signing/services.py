"""Letters of commitment: issued for every OPD, prepared by a job, opened, withdrawn, asked again."""

from datetime import timedelta
from typing import Any

from commitments.letters import workflow as letters_workflow
from commitments.letters.models import Commitment, CommitmentState, Signature, SignDecision
from commitments.letters.selectors import holder_now, obstacle
from commitments.letters.services import locked
from commitments.signing import rules
from commitments.signing.backends import SigningBackend
from commitments.signing.workflow import missing_words
from lib import clock
from lib.access import Actor
from lib.acts import Doing
from lib.audit import sealing
from lib.errors import Conflict, Invalid
from lib.text.spelling import shown
from opd.accounts.models import User
from opd.offices.models import OfficeHolder


def note_opened(commitment: Commitment, *, actor: Actor) -> None:
    """Record once that the head has seen the letter: a time, no state."""
    with rules.OPEN.by(actor) as act:
        act.on(commitment)
        act.record(if_changed=_is_first_opening(commitment))


def _is_first_opening(commitment: Commitment) -> bool:
    """Store the moment; False for a letter that was opened before or does not wait for an answer."""
    unopened = Commitment.objects.filter(
        pk=commitment.pk, state=CommitmentState.ISSUED, opened_at__isnull=True
    )
    return bool(unopened.update(opened_at=clock.now()))


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
    with rules.ANSWERS[decision].by(actor) as act:
        act.on(commitment)
        commitment = locked(commitment)
        holder = _require_same(commitment, (slice_sha256, letter_sha256), TARGET[decision])
        if sentence := missing_words(decision, note):
            raise Invalid(sentence, {"note": sentence})
        if _is_first_opening(commitment):
            act.step(rules.OPEN, commitment)
        proof = _proof(backend, actor, secret, letter_sha256)
        if not isinstance(proof, Invalid):
            evidence = (backend.method, proof)
            return _store(commitment, holder, decision, shown(note), evidence, act=act, actor=actor)
        act.unchanged(proof)
    raise proof


def illustrate(commitment: Commitment, *, actor: User, decision: SignDecision, note: str = "") -> Signature:
    """An answer of an illustrative plan that nothing proves, since its letter is printed later.

    Raises Forbidden in any other plan, Conflict when the letter was answered or the office is vacant.
    """
    with rules.ILLUSTRATIONS[decision].by(actor) as act:
        act.on(commitment)
        commitment = locked(commitment)
        holder = holder_now(commitment.opd)
        if commitment.state != CommitmentState.PREPARING or holder is None:
            raise Conflict("Lembar ini tidak lagi disiapkan, atau jabatannya kosong.")
        commitment.issued_at, commitment.opened_at = clock.now() - timedelta(days=1), clock.now()
        commitment.save(update_fields=["issued_at", "opened_at"])
        evidence = ("ilustrasi", {"illustrative": True})
        return _store(commitment, holder, decision, shown(note), evidence, act=act, actor=actor)


def _proof(backend: SigningBackend, actor: User, secret: str, digest: str) -> dict[str, Any] | Invalid:
    try:
        return backend.prove(actor, secret, digest)
    except Invalid as refusal:
        return refusal


def _store(
    commitment: Commitment,
    holder: OfficeHolder,
    decision: SignDecision,
    note: str,
    proof: tuple[str, dict[str, Any]],
    *,
    act: Doing,
    actor: User,
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
    act.record(signature.audit_changes, about=commitment)
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
