"""When a revision may change its state: a table. And when a section can be written at all."""

from lib.errors import Conflict
from masterplan.versions.models import RevisionState as S

NEXT: dict[str, frozenset[str]] = {
    S.FROZEN: frozenset({S.IN_REVIEW}),
    S.IN_REVIEW: frozenset({S.APPROVED, S.RETURNED}),
    S.APPROVED: frozenset({S.FINAL, S.SUPERSEDED}),
    S.FINAL: frozenset({S.SUPERSEDED}),
    S.RETURNED: frozenset(),
    S.SUPERSEDED: frozenset(),
}


def require_move(label: str, state: str, target: str) -> None:
    """Raise Conflict (409) with the reason when the table does not allow the step."""
    if target not in NEXT[state]:
        raise Conflict(f"Versi {label} {S(state).label}; langkah ini tidak dapat dilakukan sekarang.")
