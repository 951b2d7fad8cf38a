"""The table of offices for editors: what each has planned and what its letter says."""

from collections import defaultdict
from dataclasses import dataclass

from commitments.letters.board.selectors import BoardRow
from commitments.letters.models import CommitmentState
from portal.home.context import HomeContext
from portal.home.programmes import ProgrammeFacts

SHOWN = 8


@dataclass(frozen=True)
class OfficeRow:
    """What one OPD has done and what its letter says."""

    row: BoardRow
    programmes: int
    targeted: int
    funded: int

    @property
    def lacks_target(self) -> int:
        return self.programmes - self.targeted

    @property
    def lacks_rupiah(self) -> int:
        return self.programmes - self.funded

    @property
    def is_urgent(self) -> bool:
        return self.row.state in (CommitmentState.DECLINED, CommitmentState.SUPERSEDED) or self.row.is_vacant

    @property
    def needs_care(self) -> bool:
        return bool(self.lacks_target) or not self.row.is_signed


def offices(context: HomeContext) -> list[OfficeRow]:
    """Every OPD with its programmes counted; most programmes first among those that need care."""
    led: dict[int, list[ProgrammeFacts]] = defaultdict(list)
    for programme in context.programmes:
        led[programme.lead].append(programme)
    found = [
        OfficeRow(
            row,
            programmes=len(own := led[row.opd.pk]),
            targeted=sum(programme.targeted for programme in own),
            funded=sum(programme.funded for programme in own),
        )
        for row in context.board
    ]
    return sorted(
        found,
        key=lambda office: (
            not office.needs_care,
            not office.is_urgent,
            -office.lacks_target,
            -office.programmes,
        ),
    )
