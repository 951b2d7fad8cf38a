from django.db.models import TextChoices


class CommitmentState(TextChoices):
    PREPARING = "preparing", "disiapkan"
    ISSUED = "issued", "diundang"
    SIGNED = "signed", "setuju"
    SIGNED_WITH_NOTE = "signed_with_note", "dengan catatan"
    DECLINED = "declined", "tidak setuju"
    WITHDRAWN = "withdrawn", "dicabut"
    SUPERSEDED = "superseded", "digantikan"


LIVE_STATES = (
    CommitmentState.PREPARING,
    CommitmentState.ISSUED,
    CommitmentState.SIGNED,
    CommitmentState.SIGNED_WITH_NOTE,
)
SIGNED_STATES = (CommitmentState.SIGNED, CommitmentState.SIGNED_WITH_NOTE)


class SignDecision(TextChoices):
    AGREE = "agree", "Setuju"
    AGREE_WITH_NOTE = "agree_with_note", "Setuju dengan catatan"
    DECLINE = "decline", "Tidak setuju"


class AgreementKind(TextChoices):
    NOTA_KESEPAKATAN = "nota kesepakatan", "Nota kesepakatan"
    KOMITMEN_BERSAMA = "komitmen bersama", "Komitmen bersama"


class Verdict(TextChoices):
    """What a stranger learns from a code."""

    VALID = "sah", "Sah"
    SUPERSEDED = "digantikan", "Digantikan"
    WITHDRAWN = "dicabut", "Dicabut"
    RECORDED = "tercatat", "Tercatat, belum berlaku"
    UNKNOWN = "tidak-dikenal", "Tidak dikenal"
