"""What the trail holds of letters, signatures and agreements, for `verify_audit`."""

from collections.abc import Iterator, Sequence
from typing import Any

from commitments import workflow
from commitments.enums import CommitmentState
from commitments.models import Agreement, Commitment, Signature
from masterplan.canonical import sha256
from opd import audit
from opd.witnesses import Told, Witness, empty, last, made, same, same_moment, steps

SIGNATURE = (
    *("commitment_id", "user_id", "decision", "note", "signed_at"),
    *("signer_name", "signer_nip", "signer_rank", "signer_title", "signer_capacity"),
    *("slice_sha256", "letter_sha256", "method", "evidence"),
)
ANSWERS = tuple(f"commitment.{state}" for state in workflow.ANSWERED)
STORED = ("commitment.issued", "commitment.letter_stored")
ENDS = ("commitment.withdrawn", "commitment.superseded")
DECISIONS = {
    "agree": CommitmentState.SIGNED,
    "agree_with_note": CommitmentState.SIGNED_WITH_NOTE,
    "decline": CommitmentState.DECLINED,
}


def facts_of(signature: Signature) -> dict[str, Any]:
    """What the trail keeps of a signature: its hashes, and the digest of all that stands in its row."""
    facts = {name: getattr(signature, name) for name in ("decision", "slice_sha256", "letter_sha256")}
    return facts | {audit.ROW: audit.digest(signature, SIGNATURE)}


def _commitment(row: Commitment, told: Sequence[Told]) -> Iterator[str]:
    if sha256(row.content) != row.slice_sha256:
        yield "SHA-256 isi janjinya bukan yang tercatat di barisnya."
    yield from made(row, told, "commitment.prepared", None, ())
    if prepared := last(told, "commitment.prepared"):
        yield from same(row, prepared, slice_sha256="slice_sha256")
    if stored := last(told, *STORED):
        yield from same(row, stored, letter_sha256="letter_sha256")
        if stored.act == "commitment.issued":
            yield from same_moment(row, "issued_at", stored)
    else:
        yield from empty(row, "suratnya tidak pernah disimpan", "letter_sha256")
    yield from steps(row, told, workflow.TOLD, CommitmentState.PREPARING)
    yield from _end(row, told)
    if (answer := last(told, *ANSWERS)) and not hasattr(row, "signature"):
        yield f"kejadian {answer.pk} mencatat jawaban, tetapi tanda tangannya tidak ada lagi."


def _end(row: Commitment, told: Sequence[Told]) -> Iterator[str]:
    if event := last(told, *ENDS):
        yield from same(row, event, end_reason="reason")
        yield from same_moment(row, "ended_at", event)
        return
    yield from empty(row, "lembar ini tidak dicabut atau digantikan", "end_reason")
    if not last(told, "commitment.declined"):
        yield from empty(row, "lembar ini tidak pernah berakhir", "ended_at")


def _signature(row: Signature, told: Sequence[Told]) -> Iterator[str]:
    event = last(told, *ANSWERS)
    if event is None or event.act != f"commitment.{DECISIONS[row.decision]}":
        yield "tidak ada kejadian yang mencatat jawaban ini."
        return
    yield from made(row, [event], event.act, "user_id", SIGNATURE)
    yield from same(
        row, event, decision="decision", slice_sha256="slice_sha256", letter_sha256="letter_sha256"
    )
    if row.slice_sha256 != row.commitment.slice_sha256:
        yield "isi janji yang ditandatangani bukan isi lembarnya."
    if row.letter_sha256 != row.commitment.letter_sha256 and not _is_told(row):
        yield "surat yang ditandatangani bukan surat lembarnya."


def _is_told(row: Signature) -> bool:
    """The illustrative plan tells of answers before its letters are printed."""
    return not row.letter_sha256 and row.commitment.masterplan.is_illustrative


def _agreement(row: Agreement, told: Sequence[Told]) -> Iterator[str]:
    """Only what a person changed here: the folder brings its agreements without a word on each."""
    scan = last(told, "agreement.scan_attached")
    if scan:
        yield from same(row, scan, scan_sha256="sha256")
    else:
        yield from empty(row, "pindaiannya tidak pernah dilampirkan", "scan_sha256")


WITNESSES = (
    Witness(
        Commitment.objects.select_related("opd", "revision", "signature").defer(
            "revision__content", "letter"
        ),
        ("commitment.prepared",),
        _commitment,
        chunk=100,
    ),
    Witness(
        Signature.objects.select_related("commitment__masterplan").defer(
            "commitment__content", "commitment__letter"
        ),
        (),
        _signature,
        about=lambda row: row.commitment_id,
        object_type="commitments.commitment",
    ),
    Witness(Agreement.objects.all(), ("agreement.recorded",), _agreement),
)
