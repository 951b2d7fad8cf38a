"""The plan's years as columns: blocks by horizon, and cells that tell empty, outside and zero apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lib.text.formats import angka, decimals, juta
from masterplan.book.document import Document, Row, within

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


def target_cells(programme: Row, blocks: Sequence[YearBlock]) -> tuple[Cell, ...]:
    """Targets of the plan years, all with the same number of decimals."""
    by_year = {row["year"]: row for row in programme["years"]}
    places = target_places(programme)

    def cell(year: int) -> Cell:
        row = by_year.get(year)
        if row is None or row["target"] is None:
            return Cell("empty" if within(programme, year) else "outside")
        return Cell("value", angka(row["target"], places), achieved=row.get("achieved", False))

    return cells(blocks, cell)


def amount_cells(programme: Row, blocks: Sequence[YearBlock]) -> tuple[Cell, ...]:
    """Rupiah of the plan years in millions."""
    by_year = {row["year"]: row["rupiah"] for row in programme["years"]}

    def cell(year: int) -> Cell:
        amount = by_year.get(year)
        if amount is None:
            return Cell("empty" if within(programme, year) else "outside")
        return Cell("value", juta(amount))

    return cells(blocks, cell)


def target_places(programme: Row) -> int:
    values = [row["target"] for row in programme["years"] if row["target"] is not None]
    baseline = programme["indicator"]["baseline"] if programme["indicator"] else None
    return decimals([*values, *([baseline] if baseline is not None else [])])


def last_target(programme: Row) -> str:
    """The latest known target within the plan; empty when there is none."""
    known = [row["target"] for row in programme["years"] if row["target"] is not None]
    return angka(known[-1], target_places(programme)) if known else ""


def expected_amounts(programme: Row) -> list[str | None]:
    """The rupiah a complete programme would have: one per own plan year, and every amount that is known."""
    return [
        row["rupiah"]
        for row in programme["years"]
        if row["rupiah"] is not None or within(programme, row["year"])
    ]
