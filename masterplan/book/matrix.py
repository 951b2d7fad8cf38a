"""The programme matrix: target and rupiah of every programme in every plan year, with sums per dimension."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lib.text.formats import ROUNDED, angka, is_rounded, juta
from masterplan.book.document import Document, Index, Row, measured, within
from masterplan.book.totals import Total, total
from masterplan.book.years import (
    Cell,
    YearBlock,
    amount_cells,
    cells,
    expected_amounts,
    last_target,
    target_cells,
    target_places,
    year_blocks,
)


@dataclass(frozen=True)
class MatrixRow:
    """One programme: a row of targets and a row of rupiah (millions). Empty strings are unknown."""

    code: str
    name: str
    lead: str
    quick_win: bool
    halted: bool
    measure: str
    unit: str
    baseline: str
    targets: tuple[Cell, ...]
    amounts: tuple[Cell, ...]
    last_target: str
    total: Total
    outside: str


@dataclass(frozen=True)
class MatrixGroup:
    code: str
    name: str
    rows: tuple[MatrixRow, ...]
    sums: tuple[Cell, ...]
    total: Total


@dataclass(frozen=True)
class ProgrammesBlock:
    """years per block head; groups per dimension; sums and total of everything shown; note: "" or ROUNDED."""

    kind: ClassVar[str] = "programmes"
    captions: ClassVar[tuple[str, ...]] = ("Matriks program",)
    pictures: ClassVar[tuple[str, ...]] = ()

    blocks: tuple[YearBlock, ...]
    groups: tuple[MatrixGroup, ...]
    sums: tuple[Cell, ...]
    total: Total
    count: str
    note: str

    @property
    def columns(self) -> str:
        """How many columns the years take together."""
        return str(sum(len(block.years) for block in self.blocks))


def programmes_block(content: Document, scope: str = "") -> ProgrammesBlock:
    index = Index(content)
    blocks = year_blocks(content)
    groups = tuple(
        MatrixGroup(
            dimension["code"],
            dimension["name"],
            tuple(_row(index, programme, blocks) for programme in programmes),
            _sums(programmes, blocks),
            _total(programmes),
        )
        for dimension, programmes in index.per_dimension(content["programmes"], scope)
    )
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    amounts = (row["rupiah"] for programme in shown for row in programme["years"])
    note = ROUNDED if is_rounded(amounts) else ""
    return ProgrammesBlock(blocks, groups, _sums(shown, blocks), _total(shown), str(len(shown)), note)


def _row(index: Index, programme: Row, blocks: Sequence[YearBlock]) -> MatrixRow:
    indicator = programme["indicator"] or {"name": "", "unit": "", "baseline": None}
    baseline = indicator["baseline"]
    return MatrixRow(
        code=programme["code"],
        name=programme["name"],
        lead=index.office_short(programme["lead_opd"]),
        quick_win=programme["quick_win"],
        halted=programme["status"] == "terhenti",
        measure=indicator["name"],
        unit=indicator["unit"],
        baseline="" if baseline is None else angka(baseline, target_places(programme)),
        targets=target_cells(programme, blocks),
        amounts=amount_cells(programme, blocks),
        last_target=last_target(programme),
        total=total(expected_amounts(programme)),
        outside=outside(programme, index.years),
    )


def outside(programme: Row, years: Sequence[int]) -> str:
    """Targets and rupiah of years outside the plan, each with its year; never part of a sum."""
    rows = programme["earlier"]
    before = _each([row for row in rows if row["year"] < years[0]], programme)
    after = _each([row for row in rows if row["year"] > years[-1]], programme)
    found = {"Sebelum masterplan": before, "Sesudah masterplan": after}
    return "; ".join(f"{name}, {texts}" for name, texts in found.items() if texts)


def _each(rows: Iterable[Row], programme: Row) -> str:
    unit = programme["indicator"]["unit"] if programme["indicator"] else ""
    parts = []
    for row in rows:
        said = [measured(row["target"], unit)] if row["target"] is not None else []
        said += [f"Rp{juta(row['rupiah'])} juta"] if row["rupiah"] is not None else []
        if said:
            parts.append(f"{row['year']}: {', '.join(said)}" + (" (tercapai)" if row["achieved"] else ""))
    return "; ".join(parts)


def _total(programmes: Iterable[Row]) -> Total:
    return total(amount for programme in programmes for amount in expected_amounts(programme))


def _sums(programmes: Sequence[Row], blocks: Sequence[YearBlock]) -> tuple[Cell, ...]:
    """Per year the sum of what is known; a year no programme has is outside."""

    def cell(year: int) -> Cell:
        amounts = [
            row["rupiah"]
            for programme in programmes
            for row in programme["years"]
            if row["year"] == year and (row["rupiah"] is not None or within(programme, year))
        ]
        summed = total(amounts)
        if not summed.expected:
            return Cell("outside")
        if summed.amount is None:
            return Cell("empty")
        return Cell("value", summed.text, note="" if summed.complete else summed.count)

    return cells(blocks, cell)
