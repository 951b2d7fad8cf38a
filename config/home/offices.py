"""The table of offices for editors: what each has planned and what its letter says."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from commitments.enums import CommitmentState
from commitments.selectors import BoardRow
from masterplan.models import Masterplan, Programme, ProgrammeYear

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


def offices(plan: Masterplan, rows: list[BoardRow]) -> list[OfficeRow]:
    """Every OPD with its programmes counted; most programmes first among those that need care. One query."""
    cells = ProgrammeYear.objects.filter(
        programme_id=OuterRef("pk"), year__gte=plan.valid_from, year__lte=plan.valid_to
    )
    counts: dict[int, Any] = {
        row["lead_opd_id"]: row
        for row in Programme.objects.filter(masterplan=plan)
        .live()
        .values("lead_opd_id")
        .annotate(
            whole=Count("pk"),
            targeted=Count("pk", filter=Exists(cells.filter(target__isnull=False))),
            funded=Count("pk", filter=Exists(cells.filter(rupiah__isnull=False))),
        )
    }
    none = {"whole": 0, "targeted": 0, "funded": 0}
    found = []
    for row in rows:
        count = counts.get(row.opd.pk, none)
        found.append(OfficeRow(row, count["whole"], count["targeted"], count["funded"]))
    return sorted(
        found,
        key=lambda office: (
            not office.needs_care,
            not office.is_urgent,
            -office.lacks_target,
            -office.programmes,
        ),
    )
