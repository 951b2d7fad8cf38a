"""The programme matrix: target and rupiah of every programme in every plan year, with sums per dimension."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lib.text.formats import ROUNDED, is_rounded, juta
from masterplan.book.document import Document, Index, Row, measured, within
from masterplan.book.measures import Measure, amount_cells, amounts, expected_amounts, in_blocks, measures
from masterplan.book.totals import Total, total
from masterplan.book.years import Cell, YearBlock, cells, year_blocks


@dataclass(frozen=True)
class MatrixRow:
    """One programme: a row of targets for each measure and a row of rupiah (millions). Empty is unknown."""

    code: str
    name: str
    lead: str
    quick_win: bool
    halted: bool
    measures: tuple[Measure, ...]
    amounts: tuple[Cell, ...]
    total: Total
    outside: str

    @property
    def span(self) -> str:
        """How many rows of targets and rupiah it has."""
        return str(len(self.measures) + 1)

    @property
    def whole_span(self) -> str:
        """The same with the row of years outside the plan, where there is one."""
        return str(len(self.measures) + (2 if self.outside else 1))


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
            _total(programmes, index.years),
        )
        for dimension, programmes in index.per_dimension(content["programmes"], scope)
    )
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    known = (amount for programme in shown for amount in amounts(programme).values())
    note = ROUNDED if is_rounded(known) else ""
    return ProgrammesBlock(
        blocks, groups, _sums(shown, blocks), _total(shown, index.years), str(len(shown)), note
    )


def _row(index: Index, programme: Row, blocks: Sequence[YearBlock]) -> MatrixRow:
    return MatrixRow(
        code=programme["code"],
        name=programme["name"],
        lead=index.office_short(programme["lead_opd"]),
        quick_win=programme["quick_win"],
        halted=programme["status"] == "terhenti",
        measures=measures(programme, in_blocks(blocks)),
        amounts=amount_cells(programme, blocks),
        total=total(expected_amounts(programme, index.years)),
        outside=outside(programme, index.years),
    )


def outside(programme: Row, years: Sequence[int]) -> str:
    """Targets and rupiah of years outside the plan, each with its year; never part of a sum."""
    said = _outside(programme)
    before = "; ".join(said[year] for year in sorted(said) if year < years[0])
    after = "; ".join(said[year] for year in sorted(said) if year > years[-1])
    found = {"Sebelum masterplan": before, "Sesudah masterplan": after}
    return "; ".join(f"{name}, {texts}" for name, texts in found.items() if texts)


def _outside(programme: Row) -> dict[int, str]:
    """2021: 14 titik, Rp300 juta (tercapai)."""
    said: dict[int, list[str]] = {}
    achieved = set()
    for indicator in programme["indicators"]:
        for row in indicator["targets_outside"]:
            said.setdefault(row["year"], []).append(measured(row["value"], indicator["unit"]))
            if row["achieved"]:
                achieved.add(row["year"])
    money: dict[int, int] = {}
    for row in programme["money_outside"]:
        money[row["year"]] = money.get(row["year"], 0) + int(row["rupiah"])
    for year, amount in money.items():
        said.setdefault(year, []).append(f"Rp{juta(amount)} juta")
    return {
        year: f"{year}: {', '.join(texts)}" + (" (tercapai)" if year in achieved else "")
        for year, texts in said.items()
    }


def _total(programmes: Iterable[Row], years: Sequence[int]) -> Total:
    return total(amount for programme in programmes for amount in expected_amounts(programme, years))


def _sums(programmes: Sequence[Row], blocks: Sequence[YearBlock]) -> tuple[Cell, ...]:
    """Per year the sum of what is known; a year no programme has is outside."""

    known = [(programme, amounts(programme)) for programme in programmes]

    def cell(year: int) -> Cell:
        summed = total(of.get(year) for programme, of in known if year in of or within(programme, year))
        if not summed.expected:
            return Cell("outside")
        if summed.amount is None:
            return Cell("empty")
        return Cell("value", summed.text, note="" if summed.complete else summed.count)

    return cells(blocks, cell)
