"""The small tables: targets, quick wins, keywords of the vision, dimensions in numbers."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lib.tables.neutral import Cell, Cells, Column, Entry, Group, Kind, Part, Room, Style, Table, line
from masterplan.book.block import Block
from masterplan.book.document import Document, Index, Row, measured, period, short
from masterplan.book.findings import PROBLEM
from masterplan.book.measures import expected_amounts, in_years, latest, measures, target_places
from masterplan.book.totals import Total, total
from masterplan.book.years import year_blocks


def targets_block(content: Document, scope: str = "") -> Block:
    """Indicators of the programmes with their targets in the first year and at the end of each horizon."""
    index = Index(content)
    years = milestones(content)
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    with_indicator = [row for row in shown if row["indicators"]]
    if not with_indicator:
        return Block()
    groups = tuple(
        Group(tuple(line for row in programmes for line in _target_entries(row, years)), dimension["name"])
        for dimension, programmes in index.per_dimension(with_indicator)
    )
    columns = (
        Column("Program", Kind.CODE, 17, only=Room.WIDE),
        Column("Sasaran dan indikator", pixels=230),
        Column("Satuan", width=22),
        Column("Dasar", Kind.NUMBER, 16.5),
        *(Column(str(year), Kind.YEAR, 16.5) for year in years),
    )
    measured_of = f"{len(with_indicator)} dari {len(shown)} program sudah memiliki indikator."
    legend = line("– di luar tahun program;", Part("kosong", Style.UNKNOWN), ": belum diisi.", only=Room.WIDE)
    return Block((Table("Sasaran dan indikator", columns, groups, notes=(line(measured_of), legend)),))


def milestones(content: Document) -> tuple[int, ...]:
    """The first plan year and the last year of every horizon block."""
    blocks = year_blocks(content)
    years = {int(block.years[-1]) for block in blocks}
    return tuple(sorted(years | {int(blocks[0].years[0])})) if blocks else ()


def _target_entries(programme: Row, years: Sequence[int]) -> list[Entry]:
    code, name = programme["code"], short(programme)
    below = line(Part(code, Style.CODE, only=Room.NARROW), name)
    return [
        Entry(
            (
                (
                    Cell(code),
                    Cell(measure.name, lines=(below,)),
                    Cell(measure.unit),
                    measure.baseline_cell,
                    *measure.targets,
                ),
            )
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
class QuickWinsBlock(Block):
    """The candidates in programme order, each a profile; missing names the dimensions that have none."""

    frame: ClassVar[str] = "quick_wins"

    rows: tuple[QuickWin, ...] = ()
    missing: tuple[str, ...] = ()


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
    return QuickWinsBlock(rows=rows, missing=missing)


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
class KeywordsBlock(Block):
    """The sentence of the vision, and the words it is made of."""

    frame: ClassVar[str] = "vision_keywords"

    vision: str = ""


def keywords_block(content: Document, scope: str = "") -> KeywordsBlock:
    plan = content["masterplan"]
    entries = tuple(Entry(((Cell(row["letter"]), Cell(row["keyword"])),)) for row in plan["keywords"])
    columns = (Column("Huruf", Kind.CODE, 17), Column("Kata kunci", width=63))
    table = Table("Kata kunci visi", columns, (Group(entries),), is_short=True, is_found=True)
    return KeywordsBlock((table,) if entries else (), plan["vision"] or "")


COUNTED = (
    Column("Dimensi", width=33),
    Column("Permasa\u00adlahan", Kind.SUM, short="Permasalahan"),
    Column("Dijawab program", Kind.SUM, short="Dijawab"),
    Column("Keunggulan", Kind.SUM),
    Column("Program", Kind.SUM),
    Column("Quick win", Kind.SUM),
    Column("Pagu indikatif, Rp juta", Kind.SUM, 33, short="Rp juta"),
)


def summary_block(content: Document, scope: str = "") -> Block:
    """What each dimension counts: problems, those a programme answers, strengths, programmes, quick wins."""
    dimensions = [row for row in content["dimensions"] if scope in ("", row["code"])]
    entries = tuple(Entry((_summary(content, row["name"], {row["code"]}),)) for row in dimensions)
    table = Table(
        "Dimensi dalam angka",
        COUNTED,
        (Group(entries),),
        total=_summary(content, "Jumlah", {row["code"] for row in dimensions}),
        notes=(
            line("Pagu indikatif: jumlah isian seluruh tahun masterplan.", only=Room.NARROW),
            line(
                "Pagu indikatif: jumlah isian seluruh tahun masterplan; yang belum diisi tidak dihitung.",
                only=Room.WIDE,
            ),
        ),
        is_short=True,
    )
    return Block((table,))


def _summary(content: Document, name: str, dimensions: Container[str]) -> Cells:
    findings = [row for row in content["findings"] if row["dimension"] in dimensions]
    problems = [row for row in findings if row["kind"] == PROBLEM]
    programmes = [row for row in content["programmes"] if row["dimension"] in dimensions]
    counts = (
        len(problems),
        sum(bool(row["answered_by"]) for row in problems),
        len(findings) - len(problems),
        len(programmes),
        sum(row["quick_win"] for row in programmes),
    )
    spent = total(amount for row in programmes for amount in expected_amounts(row, content["years"]))
    return (Cell(name), *(Cell(str(count)) for count in counts), spent.cell)
