"""What a stranger is told about a code, in one sentence."""

from commitments.enums import Verdict
from commitments.selectors.verification import Verification
from masterplan.enums import RevisionState
from opd import clock
from pdf.formats import tanggal


def sentence(found: Verification, code: str) -> str:
    if found.verdict == Verdict.UNKNOWN:
        return f"Kode {code} tidak ada dalam catatan kami. Isi dokumen tidak dapat kami pastikan."
    return letter_sentence(found) if found.commitment else book_sentence(found)


def letter_sentence(found: Verification) -> str:
    commitment = found.commitment
    ended = (
        tanggal(commitment.ended_at.astimezone(clock.zone())) if commitment and commitment.ended_at else ""
    )
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
