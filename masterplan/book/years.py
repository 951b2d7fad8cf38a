"""The plan's years as columns: blocks by horizon, and cells that tell empty, outside and zero apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Cell:
    """One year of one row. Consecutive unknown years of a block are one cell of that span.

    kind: value (text holds the number), empty (nobody filled it in, never zero) or outside (not a year of the
    programme). edge names the rule on its left: "" inside a block, else 1, 2 … for the first year of that
    block. note says of a sum how much of it is known.
    """

    kind: str
    text: str = ""
    span: str = "1"
    edge: str = ""
    achieved: bool = False
    note: str = ""

    @property
    def long(self) -> bool:
        return int(self.span) >= LONG_RUN

    @property
    def word(self) -> str:
        return "belum diisi" if self.long else "kosong"


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


def cells(blocks: Sequence[YearBlock], cell: Callable[[int], Cell]) -> tuple[Cell, ...]:
    """One cell per year, empty neighbours of a block drawn together."""
    row: list[Cell] = []
    for number, block in enumerate(blocks, start=1):
        first = True
        for year in block.years:
            made = cell(int(year))
            if not first and made.kind == row[-1].kind == "empty":
                last = row.pop()
                row.append(replace(last, span=str(int(last.span) + 1)))
                continue
            row.append(replace(made, edge=str(number)) if first else made)
            first = False
    return tuple(row)
