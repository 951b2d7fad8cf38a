"""The roadmap: one picture per dimension and a table with the same rows, or the short form in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from masterplan.book.document import Document, Index, Row, period, within
from masterplan.book.measures import Measure, in_years, measures
from masterplan.book.roadmap_picture import Picture, draw
from masterplan.book.summaries import milestones
from masterplan.book.years import Cell, YearBlock, cells, year_blocks


@dataclass(frozen=True)
class TwinRow:
    code: str
    name: str
    lead: str
    period: str
    quick_win: bool
    measures: tuple[Measure, ...]
    status: str

    @property
    def span(self) -> str:
        return str(len(self.measures))


@dataclass(frozen=True)
class TwinGroup:
    code: str
    name: str
    rows: tuple[TwinRow, ...]


@dataclass(frozen=True)
class RoadmapBlock:
    """drawn and groups hold the same programmes in the same order; years are the columns of the table."""

    kind: ClassVar[str] = "roadmap"
    captions: ClassVar[tuple[str, ...]] = ("Peta jalan program",)

    drawn: tuple[Picture, ...]
    groups: tuple[TwinGroup, ...]
    years: tuple[str, ...]

    @property
    def columns(self) -> str:
        """How many columns the whole table has."""
        return str(7 + len(self.years))

    @property
    def pictures(self) -> tuple[str, ...]:
        return tuple(f"Peta jalan {picture.name}" for picture in self.drawn)


@dataclass(frozen=True)
class ActivityRow:
    name: str
    cells: tuple[Cell, ...]
    count: str
    undated: str


@dataclass(frozen=True)
class ActivityBlock:
    """The roadmap in short: how many programmes of each dimension run in each year."""

    kind: ClassVar[str] = "activity"
    captions: ClassVar[tuple[str, ...]] = ("Program yang berjalan per tahun",)
    pictures: ClassVar[tuple[str, ...]] = ()

    blocks: tuple[YearBlock, ...]
    rows: tuple[ActivityRow, ...]
    sum: ActivityRow


def roadmap_block(content: Document, scope: str = "") -> RoadmapBlock:
    index = Index(content)
    blocks = year_blocks(content)
    years = milestones(content)
    grouped = index.per_dimension(content["programmes"], scope)
    return RoadmapBlock(
        tuple(draw(index, blocks, dimension, programmes) for dimension, programmes in grouped),
        tuple(
            TwinGroup(
                dimension["code"], dimension["name"], tuple(_twin(index, row, years) for row in programmes)
            )
            for dimension, programmes in grouped
        ),
        tuple(map(str, years)),
    )


def activity_block(content: Document, scope: str = "") -> ActivityBlock:
    blocks = year_blocks(content)
    rows = tuple(
        _activity(blocks, dimension["name"], programmes)
        for dimension, programmes in Index(content).per_dimension(content["programmes"], scope)
    )
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    return ActivityBlock(blocks, rows, _activity(blocks, "Jumlah", shown))


def _activity(blocks: Sequence[YearBlock], name: str, programmes: Sequence[Row]) -> ActivityRow:
    dated = [row for row in programmes if row["start_year"] or row["end_year"]]
    running = cells(blocks, lambda year: Cell("value", str(sum(within(row, year) for row in dated))))
    return ActivityRow(name, running, str(len(programmes)), str(len(programmes) - len(dated)))


def _twin(index: Index, programme: Row, years: Sequence[int]) -> TwinRow:
    return TwinRow(
        code=programme["code"],
        name=programme["name"],
        lead=index.office_short(programme["lead_opd"]),
        period=period(programme),
        quick_win=programme["quick_win"],
        measures=measures(programme, in_years(years)),
        status=programme["status"],
    )
