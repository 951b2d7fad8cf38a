"""When a commitment may change its state: a table."""

from commitments.letters.models import CommitmentState as S
from lib.errors import Conflict

NEXT: dict[str, frozenset[str]] = {
    S.PREPARING: frozenset({S.ISSUED, S.WITHDRAWN}),
    S.ISSUED: frozenset({S.SIGNED, S.SIGNED_WITH_NOTE, S.DECLINED, S.WITHDRAWN}),
    S.SIGNED: frozenset({S.SUPERSEDED}),
    S.SIGNED_WITH_NOTE: frozenset({S.SUPERSEDED}),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.SUPERSEDED: frozenset(),
}

ANSWERED = (S.SIGNED, S.SIGNED_WITH_NOTE, S.DECLINED)
ENDED = (S.DECLINED, S.WITHDRAWN, S.SUPERSEDED)

REFUSALS = {
    S.PREPARING: "Surat komitmen masih disiapkan. Coba lagi sebentar lagi.",
    S.SIGNED: "Lembar komitmen ini sudah ditandatangani.",
    S.SIGNED_WITH_NOTE: "Lembar komitmen ini sudah ditandatangani dengan catatan.",
    S.DECLINED: "Lembar komitmen ini sudah dijawab tidak setuju.",
    S.WITHDRAWN: "Lembar komitmen ini sudah dicabut.",
    S.SUPERSEDED: "Lembar komitmen ini sudah digantikan versi baru.",
    S.ISSUED: "Lembar komitmen ini sudah dikirim dan menunggu jawaban.",
}


def require_move(state: str, target: str) -> None:
    """Raise Conflict (409) with the reason when the table does not allow the step."""
    if target not in NEXT[state]:
        raise Conflict(REFUSALS[S(state)])
