"""Who may do what with commitments and agreements."""

from dataclasses import replace

from commitments.letters.models import Commitment, SignDecision
from lib.access import Actor, access
from lib.acts import Act
from opd.accounts.roles import Can


def can_sign(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).may_for(commitment.region_id, commitment.opd_id, Can.SIGN)


def can_illustrate(actor: Actor, commitment: Commitment) -> bool:
    """Only where every page and print says that the plan is illustrative."""
    return commitment.masterplan.is_illustrative and can_sign(actor, commitment)


ONLY_HEAD = "Hanya kepala OPD ini yang dapat menandatangani."

OPEN = Act(
    name="commitment.opened", about=Commitment, rule=can_sign, refusal=ONLY_HEAD, words="Dibuka kepala OPD"
)


def _answer(name: str, words: str, news: str) -> Act:
    facts = ("decision", "slice_sha256", "letter_sha256", "evidence_sha256")
    return Act(
        name=f"commitment.{name}",
        about=Commitment,
        rule=can_sign,
        refusal=ONLY_HEAD,
        words=words,
        news=news,
        facts=facts,
    )


ANSWERS = {
    SignDecision.AGREE: _answer("signed", "Ditandatangani: setuju", "komitmen disetujui"),
    SignDecision.AGREE_WITH_NOTE: _answer(
        "signed_with_note", "Ditandatangani: setuju dengan catatan", "komitmen dengan catatan"
    ),
    SignDecision.DECLINE: _answer("declined", "Dijawab: tidak setuju", "komitmen tidak disetujui"),
}
ILLUSTRATIONS = {
    decision: replace(act, rule=can_illustrate, refusal="Jawaban contoh hanya ada dalam data ilustrasi.")
    for decision, act in ANSWERS.items()
}
"""The same answers where nothing proves them."""
