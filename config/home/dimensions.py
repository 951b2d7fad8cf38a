"""The table of dimensions for leaders: what is answered, planned, priced and signed."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Sum

from bimtek.enums import FindingKind
from bimtek.models import Dimension
from commitments.selectors import BoardRow
from masterplan.models import Masterplan, Programme, ProgrammeYear


@dataclass
class DimensionRow:
    code: str
    name: str
    problems: int = 0
    answered: int = 0
    programmes: int = 0
    quick_wins: list[str] = field(default_factory=list)
    rupiah: int | None = None
    filled: int = 0
    cells: int = 0
    offices: int = 0
    signed: int = 0


def dimensions(plan: Masterplan, rows: list[BoardRow]) -> list[DimensionRow]:
    """Six rows: what is answered, planned, priced and signed in each dimension. Four queries."""
    found = {
        dimension.pk: DimensionRow(dimension.code, dimension.name)
        for dimension in Dimension.objects.filter(cycle_id=plan.cycle_id)
    }
    _count_findings(plan, found)
    _count_programmes(plan, found, {row.opd.pk for row in rows if row.is_signed})
    _count_rupiah(plan, found)
    return list(found.values())


def _count_findings(plan: Masterplan, found: dict[int, DimensionRow]) -> None:
    answers = Programme.findings.through.objects.filter(
        finding_id=OuterRef("pk"), programme__set_aside_at__isnull=True
    )
    problems = plan.cycle.findings.live().filter(kind=FindingKind.MASALAH).order_by().values("dimension_id")
    for row in problems.annotate(whole=Count("pk"), done=Count("pk", filter=Exists(answers))):
        found[row["dimension_id"]].problems, found[row["dimension_id"]].answered = row["whole"], row["done"]


def _count_programmes(plan: Masterplan, found: dict[int, DimensionRow], signed: set[int]) -> None:
    leads: dict[int, set[int]] = defaultdict(set)
    rows = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .values_list("dimension_id", "lead_opd_id", "quick_win", "short_name", "name")
    )
    for dimension, lead, quick, short, name in rows:
        found[dimension].programmes += 1
        leads[dimension].add(lead)
        if quick:
            found[dimension].quick_wins.append(short or name)
    for dimension, opds in leads.items():
        found[dimension].offices, found[dimension].signed = len(opds), len(opds & signed)


def _count_rupiah(plan: Masterplan, found: dict[int, DimensionRow]) -> None:
    cells = ProgrammeYear.objects.filter(
        programme__masterplan=plan,
        programme__set_aside_at__isnull=True,
        year__gte=plan.valid_from,
        year__lte=plan.valid_to,
    ).order_by()
    sums = cells.values("programme__dimension_id").annotate(
        total=Sum("rupiah"), filled=Count("pk", filter=Q(rupiah__isnull=False))
    )
    for row in sums:
        dimension = found[row["programme__dimension_id"]]
        dimension.rupiah, dimension.filled = row["total"], row["filled"]
    for dimension in found.values():
        dimension.cells = dimension.programmes * len(plan.years)


def total(rows: list[DimensionRow]) -> DimensionRow:
    """The sum line. Rupiah stays unknown while no cell is filled."""
    known = [row.rupiah for row in rows if row.rupiah is not None]
    return DimensionRow(
        "",
        "Jumlah",
        problems=sum(row.problems for row in rows),
        answered=sum(row.answered for row in rows),
        programmes=sum(row.programmes for row in rows),
        quick_wins=[name for row in rows for name in row.quick_wins],
        rupiah=sum(known) if known else None,
        filled=sum(row.filled for row in rows),
        cells=sum(row.cells for row in rows),
    )
