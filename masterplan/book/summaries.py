"""The small tables: targets, quick wins, keywords of the vision, dimensions in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from masterplan.book.document import Document, Index, Row, measured, period
from masterplan.book.findings import PROBLEM
from masterplan.book.measures import expected_amounts, in_years, latest, measures, target_places
from masterplan.book.totals import Total, joined, total
from masterplan.book.years import Cell, year_blocks


@dataclass(frozen=True)
class TargetRow:
    code: str
    indicator: str
    programme: str
    unit: str
    baseline: str
    targets: tuple[Cell, ...]


@dataclass(frozen=True)
class TargetGroup:
    code: str
    name: str
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True)
class TargetsBlock:
    """Indicators of the programmes with their targets in the first year and at the end of each horizon."""

    kind: ClassVar[str] = "targets"
    captions: ClassVar[tuple[str, ...]] = ("Sasaran dan indikator",)
    pictures: ClassVar[tuple[str, ...]] = ()

    years: tuple[str, ...]
    groups: tuple[TargetGroup, ...]
    measured: str
    count: str

    @property
    def columns(self) -> str:
        """How many columns the whole table has."""
        return str(4 + len(self.years))


def targets_block(content: Document, scope: str = "") -> TargetsBlock:
    index = Index(content)
    years = milestones(content)
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    with_indicator = [row for row in shown if row["indicators"]]
    groups = tuple(
        TargetGroup(
            dimension["code"],
            dimension["name"],
            tuple(line for row in programmes for line in _target_rows(row, years)),
        )
        for dimension, programmes in index.per_dimension(with_indicator)
    )
    return TargetsBlock(tuple(map(str, years)), groups, str(len(with_indicator)), str(len(shown)))


def milestones(content: Document) -> tuple[int, ...]:
    """The first plan year and the last year of every horizon block."""
    blocks = year_blocks(content)
    years = {int(block.years[-1]) for block in blocks}
    return tuple(sorted(years | {int(blocks[0].years[0])})) if blocks else ()


def _target_rows(programme: Row, years: Sequence[int]) -> list[TargetRow]:
    return [
        TargetRow(
            code=programme["code"],
            indicator=measure.name,
            programme=programme["short_name"] or programme["name"],
            unit=measure.unit,
            baseline=measure.baseline,
            targets=measure.targets,
        )
        for measure in measures(programme, in_years(years))
    ]


@dataclass(frozen=True)
class Gain:
    """What an indicator should come to: from its baseline to its latest target, both with the unit."""

    indicator: str
    baseline: str
    target: str


@dataclass(frozen=True)
class QuickWin:
    code: str
    name: str
    description: str
    dimension: str
    subdimension: str
    problems: tuple[tuple[str, str], ...]
    lead: str
    supporting: str
    period: str
    funding: str
    gains: tuple[Gain, ...]
    total: Total
    status: str


@dataclass(frozen=True)
class QuickWinsBlock:
    """The candidates in programme order; missing names the dimensions that have none."""

    kind: ClassVar[str] = "quick_wins"
    captions: ClassVar[tuple[str, ...]] = ()
    pictures: ClassVar[tuple[str, ...]] = ()

    rows: tuple[QuickWin, ...]
    missing: tuple[str, ...]


def quick_wins_block(content: Document, scope: str = "") -> QuickWinsBlock:
    index = Index(content)
    candidates = [row for row in content["programmes"] if row["quick_win"]]
    grouped = index.per_dimension(candidates, scope)
    present = {dimension["code"] for dimension, _ in grouped}
    missing = tuple(
        dimension["name"]
        for dimension in content["dimensions"]
        if dimension["code"] not in present and scope in ("", dimension["code"])
    )
    rows = tuple(_quick_win(index, dimension, row) for dimension, rows in grouped for row in rows)
    return QuickWinsBlock(rows, missing)


def _quick_win(index: Index, dimension: Row, programme: Row) -> QuickWin:
    return QuickWin(
        code=programme["code"],
        name=programme["name"],
        description=programme["description"],
        dimension=dimension["name"],
        subdimension=index.subdimension(programme["subdimension"]),
        problems=tuple(
            (code, index.findings[code]["title"]) for code in programme["answers"] if code in index.findings
        ),
        lead=index.office(programme["lead_opd"]),
        supporting=", ".join(index.office_short(code) for code in programme["supporting_opds"]),
        period=period(programme),
        funding=index.funding(programme["funding_sources"]),
        gains=tuple(_gain(row) for row in programme["indicators"] if row["name"]),
        total=total(expected_amounts(programme, index.years)),
        status=programme["status"],
    )


def _gain(indicator: Row) -> Gain:
    reached = latest(indicator)
    known = measured(indicator["baseline"], indicator["unit"], target_places(indicator))
    return Gain(indicator["name"], known, reached[0] if reached else "")


@dataclass(frozen=True)
class KeywordsBlock:
    kind: ClassVar[str] = "vision_keywords"
    pictures: ClassVar[tuple[str, ...]] = ()

    vision: str
    keywords: tuple[tuple[str, str], ...]

    @property
    def captions(self) -> tuple[str, ...]:
        return ("Kata kunci visi",) if self.keywords else ()


def keywords_block(content: Document, scope: str = "") -> KeywordsBlock:
    plan = content["masterplan"]
    return KeywordsBlock(
        plan["vision"] or "", tuple((row["letter"], row["keyword"]) for row in plan["keywords"])
    )


@dataclass(frozen=True)
class DimensionRow:
    """Counts as text; answered of problems are taken up by a programme."""

    code: str
    name: str
    problems: str
    answered: str
    strengths: str
    programmes: str
    quick_wins: str
    total: Total


@dataclass(frozen=True)
class SummaryBlock:
    kind: ClassVar[str] = "dimension_summary"
    captions: ClassVar[tuple[str, ...]] = ("Dimensi dalam angka",)
    pictures: ClassVar[tuple[str, ...]] = ()

    rows: tuple[DimensionRow, ...]
    sum: DimensionRow


def summary_block(content: Document, scope: str = "") -> SummaryBlock:
    dimensions = [row for row in content["dimensions"] if scope in ("", row["code"])]
    rows = tuple(_dimension(content, row["code"], row["name"]) for row in dimensions)
    counts = {
        name: str(sum(int(getattr(row, name)) for row in rows))
        for name in ("problems", "answered", "strengths", "programmes", "quick_wins")
    }
    return SummaryBlock(rows, DimensionRow("", "Jumlah", **counts, total=joined(row.total for row in rows)))


def _dimension(content: Document, code: str, name: str) -> DimensionRow:
    findings = [row for row in content["findings"] if row["dimension"] == code]
    problems = [row for row in findings if row["kind"] == PROBLEM]
    programmes = [row for row in content["programmes"] if row["dimension"] == code]
    return DimensionRow(
        code=code,
        name=name,
        problems=str(len(problems)),
        answered=str(sum(bool(row["answered_by"]) for row in problems)),
        strengths=str(len(findings) - len(problems)),
        programmes=str(len(programmes)),
        quick_wins=str(sum(row["quick_win"] for row in programmes)),
        total=total(amount for row in programmes for amount in expected_amounts(row, content["years"])),
    )
