"""What belongs to an answer, for the form that asks and the service that stores it. Pure functions."""

from commitments.letters.models import SignDecision
from lib.text.spelling import shown

LONGEST_NOTE = 2000


def missing_words(decision: str, note: str) -> str:
    """The sentence for a note that does not fit the decision; empty when it does."""
    note = shown(note)
    if len(note) > LONGEST_NOTE:
        return f"Paling panjang {LONGEST_NOTE} huruf; sekarang {len(note)}."
    if decision == SignDecision.AGREE:
        return "Kosongkan catatan, atau pilih Setuju dengan catatan." if note else ""
    if note:
        return ""
    if decision == SignDecision.DECLINE:
        return "Tulis alasan Anda tidak setuju."
    return "Tulis catatan Anda."
