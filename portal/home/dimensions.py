"""The table of dimensions for leaders: what is answered, planned, priced and signed."""

from collections import defaultdict
from dataclasses import dataclass, field

from bimtek.cycle.models import Dimension
from portal.home.context import HomeContext


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


def dimensions(context: HomeContext) -> list[DimensionRow]:
    """Six rows: what is answered, planned, priced and signed in each dimension. One query of its own."""
    found = {
        dimension.pk: DimensionRow(dimension.code, dimension.name)
        for dimension in Dimension.objects.filter(cycle_id=context.plan.cycle_id)
    }
    _count_programmes(context, found)
    for pk, row in found.items():
        row.problems, row.answered = context.counts.problems[pk], context.counts.answered[pk]
        row.rupiah, row.filled = context.counts.rupiah.get(pk, (None, 0))
        row.cells = row.programmes * len(context.plan.years)
    return list(found.values())


def _count_programmes(context: HomeContext, found: dict[int, DimensionRow]) -> None:
    signed = {row.opd.pk for row in context.board if row.is_signed}
    leads: dict[int, set[int]] = defaultdict(set)
    for programme in context.programmes:
        row = found[programme.dimension]
        row.programmes += 1
        leads[programme.dimension].add(programme.lead)
        if programme.quick_win:
            row.quick_wins.append(programme.short_name or programme.name)
    for dimension, opds in leads.items():
        found[dimension].offices, found[dimension].signed = len(opds), len(opds & signed)


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
