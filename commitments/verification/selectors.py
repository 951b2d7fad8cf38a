"""What a printed code stands for, as far as a stranger may know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from commitments.letters.board.selectors import signature_of
from commitments.letters.models import Commitment, CommitmentState, Signature
from lib.text.codes import found_in
from lib.text.formats import tanggal
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision, RevisionState


class Verdict(TextChoices):
    """What a stranger learns from a code."""

    VALID = "sah", "Sah"
    SUPERSEDED = "digantikan", "Digantikan"
    WITHDRAWN = "dicabut", "Dicabut"
    RECORDED = "tercatat", "Tercatat, belum berlaku"
    UNKNOWN = "tidak-dikenal", "Tidak dikenal"


COMMITMENT_VERDICTS = {
    CommitmentState.SIGNED: Verdict.VALID,
    CommitmentState.SIGNED_WITH_NOTE: Verdict.VALID,
    CommitmentState.SUPERSEDED: Verdict.SUPERSEDED,
    CommitmentState.WITHDRAWN: Verdict.WITHDRAWN,
    CommitmentState.PREPARING: Verdict.RECORDED,
    CommitmentState.ISSUED: Verdict.RECORDED,
    CommitmentState.DECLINED: Verdict.RECORDED,
}

REVISION_VERDICTS = {
    RevisionState.APPROVED: Verdict.VALID,
    RevisionState.FINAL: Verdict.VALID,
    RevisionState.SUPERSEDED: Verdict.SUPERSEDED,
    RevisionState.FROZEN: Verdict.RECORDED,
    RevisionState.IN_REVIEW: Verdict.RECORDED,
    RevisionState.RETURNED: Verdict.RECORDED,
}

# What the page tells. A stranger's question must stay cheap: nobody signs in to ask it.
PLAN = ("title", "is_illustrative", "cycle_id")

LETTER = (
    *("state", "content", "slice_sha256", "letter_sha256", "token", "ended_at", "masterplan_id"),
    *("opd__official_name", "opd__region__name", "opd__region__code", "opd__region__time_zone"),
    *("revision__label", "revision__state", "revision__frozen_at"),
    *(f"revision__masterplan__{name}" for name in PLAN),
    *(
        f"signature__{name}"
        for name in ("decision", "signed_at", "signer_name", "signer_title", "signer_capacity")
    ),
)

BOOK = (
    *("label", "state", "sha256", "token", "frozen_at", "final_at"),
    *(f"masterplan__{name}" for name in PLAN),
    *(f"masterplan__cycle__region__{name}" for name in ("name", "code", "time_zone")),
)

REPLACED = (Verdict.SUPERSEDED, Verdict.WITHDRAWN)


@dataclass(frozen=True)
class Verification:
    """What anyone may know of a code: no address, no NIP, no account."""

    verdict: Verdict
    code: str
    commitment: Commitment | None = None
    signature: Signature | None = None
    revision: Revision | None = None
    export: Export | None = None
    newer: Commitment | Revision | None = None

    @property
    def time_zone(self) -> str:
        """Of the region that issued it; "" for an unknown code."""
        if self.commitment:
            return self.commitment.opd.region.zone
        return self.revision.masterplan.cycle.region.zone if self.revision else ""


def verify(text: str) -> Verification:
    """Look up the printed code that a text holds, whatever stands around it. At most three queries."""
    codes = found_in(text)
    if codes and (commitment := _letter(codes)):
        return _verify_commitment(commitment)
    if codes and (revision := _book(codes)):
        return _verify_revision(revision)
    return Verification(Verdict.UNKNOWN, text)


def _letter(codes: Sequence[str]) -> Commitment | None:
    letters = Commitment.objects.select_related("opd__region", "revision__masterplan", "signature")
    found = letters.only(*LETTER).order_by().filter(token__in=codes)
    return min(found, key=lambda letter: codes.index(letter.token), default=None)


def _book(codes: Sequence[str]) -> Revision | None:
    books = Revision.objects.select_related("masterplan__cycle__region")
    found = books.only(*BOOK).order_by().filter(token__in=codes)
    return min(found, key=lambda book: codes.index(book.token), default=None)


def _verify_commitment(commitment: Commitment) -> Verification:
    verdict = COMMITMENT_VERDICTS[CommitmentState(commitment.state)]
    return Verification(
        verdict,
        commitment.token,
        commitment=commitment,
        signature=signature_of(commitment),
        revision=commitment.revision,
        newer=_newer_letter(commitment) if verdict in REPLACED else None,
    )


def _newer_letter(commitment: Commitment) -> Commitment | None:
    newest: Commitment | None = (
        Commitment.objects.filter(
            masterplan=commitment.masterplan_id, opd=commitment.opd_id, pk__gt=commitment.pk
        )
        .select_related("revision")
        .defer("content", "letter", "revision__content")
        .order_by("pk")
        .last()
    )
    return newest


def _verify_revision(revision: Revision) -> Verification:
    verdict = REVISION_VERDICTS[RevisionState(revision.state)]
    newer = _newer_version(revision) if verdict in REPLACED else None
    return Verification(verdict, revision.token, revision=revision, export=_final_book(revision), newer=newer)


def _final_book(revision: Revision) -> Export | None:
    """Only what is or once was final has one."""
    if revision.state not in (RevisionState.FINAL, RevisionState.SUPERSEDED):
        return None
    books = Export.objects.filter(revision=revision, is_final=True).exclude(sha256="").defer("edition")
    found: Export | None = books.order_by().first()
    return found


def _newer_version(revision: Revision) -> Revision | None:
    in_force: Revision | None = (
        Revision.objects.filter(
            masterplan=revision.masterplan_id,
            number__gt=revision.number,
            state__in=[RevisionState.APPROVED, RevisionState.FINAL],
        )
        .defer("content")
        .order_by("number")
        .last()
    )
    return in_force


def sentence(found: Verification, code: str) -> str:
    if found.verdict == Verdict.UNKNOWN:
        return f"Kode {code} tidak ada dalam catatan kami. Isi dokumen tidak dapat kami pastikan."
    return letter_sentence(found) if found.commitment else book_sentence(found)


def letter_sentence(found: Verification) -> str:
    commitment = found.commitment
    ended = tanggal(commitment.ended_at) if commitment and commitment.ended_at else ""
    if found.verdict == Verdict.VALID:
        return "Dokumen ini tercatat, sudah ditandatangani dan masih berlaku."
    if found.verdict == Verdict.SUPERSEDED:
        return f"Dokumen ini sah pada waktunya, tetapi digantikan pada {ended} karena janji OPD berubah."
    if found.verdict == Verdict.WITHDRAWN:
        return f"Lembar ini dicabut penerbitnya pada {ended} dan tidak pernah ditandatangani."
    if found.signature:
        return "Lembar ini tercatat; OPD menjawab tidak setuju, jadi tidak berlaku sebagai komitmen."
    return "Lembar ini tercatat, tetapi belum ditandatangani."


def book_sentence(found: Verification) -> str:
    state = found.revision.state if found.revision else ""
    if state == RevisionState.FINAL:
        return "Buku ini tercatat sebagai versi final dan masih berlaku."
    if state == RevisionState.APPROVED:
        return "Versi ini tercatat dan sudah disetujui, tetapi belum ditetapkan sebagai versi final."
    if state == RevisionState.SUPERSEDED:
        return "Versi ini pernah disetujui, tetapi sudah digantikan versi yang lebih baru."
    return "Versi ini tercatat, tetapi belum disetujui."
