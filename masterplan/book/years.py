"""The plan's years as columns: blocks by horizon, and cells that tell empty, outside and zero apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.tables.neutral import Cell, Cells, Column, Kind, Over, Style
from masterplan.book.document import Document

LONG_RUN = 3
"""From so many empty years in a row on, the cell has room for the whole word."""


@dataclass(frozen=True)
class YearBlock:
    """Neighbouring years under one heading. An empty label: years no horizon speaks of."""

    label: str
    years: tuple[str, ...]

    @property
    def span(self) -> str:
        return str(len(self.years))


OUTSIDE = Cell("–", Style.OUTSIDE)
"""Not a year of the programme."""


def unknown(years: int = 1) -> Cell:
    """So many years in a row that nobody filled in, never zero."""
    return Cell("belum diisi" if years >= LONG_RUN else "kosong", Style.UNKNOWN, years)


def year_columns(blocks: Sequence[YearBlock]) -> tuple[Column, ...]:
    """A column per year, under the heading of its block."""
    return tuple(
        Column(year, Kind.YEAR, over=Over(number, block.label))
        for number, block in enumerate(blocks, start=1)
        for year in block.years
    )


def year_blocks(content: Document) -> tuple[YearBlock, ...]:
    """Each horizon takes the years that shorter ones left; a horizon of months has no column of its own."""
    left = list(content["years"])
    blocks = []
    horizons = sorted(
        (horizon for horizon in content["horizons"] if not horizon["max_months"]),
        key=lambda horizon: (horizon["year_to"], horizon["code"]),
    )
    for horizon in horizons:
        years = [year for year in left if year <= horizon["year_to"]]
        left = [year for year in left if year > horizon["year_to"]]
        if years:
            blocks.append(YearBlock(horizon["label"], tuple(map(str, years))))
    if left:
        blocks.append(YearBlock("", tuple(map(str, left))))
    return tuple(blocks)


def cells(blocks: Sequence[YearBlock], cell: Callable[[int], Cell]) -> Cells:
    """One cell per year, unknown neighbours of a block drawn together."""
    row: list[Cell] = []
    for block in blocks:
        missing = 0
        for year in block.years:
            made = cell(int(year))
            if made.style is not Style.UNKNOWN:
                missing = 0
                row.append(made)
                continue
            missing += 1
            if missing > 1:
                row.pop()
            row.append(unknown(missing))
    return tuple(row)
