"""The roadmap: one picture per dimension and a table with the same rows, or the short form in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from masterplan.exports.document import Document, Index, Row, measured, period, within
from masterplan.exports.drawing import Bar, Dot, Label, Stroke, number, strokes, text_width, wrap
from masterplan.exports.summaries import milestone, milestones
from masterplan.exports.years import Cell, YearBlock, cells, target_places, year_blocks
from pdf.formats import angka

WIDTH, NAMES, YEARS_FROM = 265.0, 64.0, 86.0
HEAD, LINE, GAP, BAR = 10.0, 3.1, 2.1, 3.2
NAME_SIZE, OFFICE_SIZE, VALUE_SIZE = 2.9, 2.5, 2.4


@dataclass(frozen=True)
class Picture:
    """A dimension's roadmap. All lengths are text in millimetres."""

    code: str
    name: str
    width: str
    height: str
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Stroke, ...]


@dataclass(frozen=True)
class TwinRow:
    code: str
    name: str
    lead: str
    period: str
    quick_win: bool
    measure: str
    unit: str
    baseline: str
    targets: tuple[Cell, ...]
    status: str


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
        tuple(_picture(index, blocks, dimension, programmes) for dimension, programmes in grouped),
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
    indicator = programme["indicator"] or {"name": "", "unit": "", "baseline": None}
    baseline = indicator["baseline"]
    return TwinRow(
        code=programme["code"],
        name=programme["name"],
        lead=index.office_short(programme["lead_opd"]),
        period=period(programme),
        quick_win=programme["quick_win"],
        measure=indicator["name"],
        unit=indicator["unit"],
        baseline="" if baseline is None else angka(baseline, target_places(programme)),
        targets=tuple(milestone(programme, year) for year in years),
        status=programme["status"],
    )


@dataclass(frozen=True)
class _Scale:
    """Where years stand in the picture."""

    years: tuple[int, ...]
    blocks: tuple[YearBlock, ...]

    @property
    def step(self) -> float:
        return (WIDTH - YEARS_FROM) / len(self.years)

    def left(self, year: int) -> float:
        return YEARS_FROM + self.step * (year - self.years[0])

    def edges(self) -> list[float]:
        """The left end of every block but the first: where a horizon ends and the next begins."""
        return [self.left(int(block.years[0])) for block in self.blocks[1:]]


def _picture(index: Index, blocks: Sequence[YearBlock], dimension: Row, programmes: Sequence[Row]) -> Picture:
    scale = _Scale(index.years, tuple(blocks))
    labels, bars, dots = list(_head(scale)), [], []
    top = HEAD + 1.2
    for programme in programmes:
        name = wrap(programme["name"], NAMES, NAME_SIZE)
        height = LINE * len(name) + GAP
        middle = top + (height - GAP) / 2
        labels += _names(index, programme, name, top, middle)
        shapes = _bars(index, scale, programme, middle - BAR / 2)
        labels, bars, dots = labels + shapes[0], bars + shapes[1], dots + shapes[2]
        top += height
    years = strokes(((scale.left(year), HEAD, scale.left(year), top) for year in scale.years[1:]), "year")
    edges = strokes(((edge, 0.5, edge, top) for edge in scale.edges()), "horizon")
    rules = strokes([(0, HEAD, WIDTH, HEAD), (0, top, WIDTH, top)], "rule")
    return Picture(
        dimension["code"],
        dimension["name"],
        number(WIDTH),
        number(top + 0.5),
        tuple(labels),
        tuple(bars),
        tuple(dots),
        years + edges + rules,
    )


def _head(scale: _Scale) -> list[Label]:
    labels = [
        Label(number(scale.left(int(block.years[0])) + 0.8), "3.6", block.label, "2.7", "head")
        for block in scale.blocks
        if block.label
    ]
    labels += [
        Label(number(scale.left(year) + 0.8), number(HEAD - 1.6), str(year), "2.9", "year")
        for year in scale.years
    ]
    return labels


def _names(
    index: Index, programme: Row, name: Sequence[str], top: float, middle: float
) -> list[Label]:
    labels = [
        Label("0", number(top + LINE * line + 2.5), text, number(NAME_SIZE), "name")
        for line, text in enumerate(name)
    ]
    office = wrap(index.office_short(programme["lead_opd"]), YEARS_FROM - NAMES - 4, OFFICE_SIZE, lines=1)[0]
    labels.append(
        Label(number(YEARS_FROM - 2.5), number(middle + 0.95), office, number(OFFICE_SIZE), "office", "end")
    )
    return labels


def _bars(
    index: Index, scale: _Scale, programme: Row, top: float
) -> tuple[list[Label], list[Bar], list[Dot]]:
    """The programme's years as bars: one per horizon, dashed where its own years are not known."""
    first, last = scale.years[0], scale.years[-1]
    start, end, certain = _span(index, programme, first, last)
    middle = top + BAR / 2
    text_y = number(middle + 0.85)
    if end < first:
        said = f"selesai sebelum masterplan ({period(programme)})"
        return [Label(number(YEARS_FROM + 1), text_y, said, number(VALUE_SIZE), "quiet")], [], []
    labels, bars, dots = [], [], []
    for position, block in enumerate(scale.blocks):
        from_year, to_year = max(start, int(block.years[0])), min(end, int(block.years[-1]))
        if from_year > to_year:
            continue
        left, right = scale.left(from_year), scale.left(to_year) + scale.step
        role = ("solid" if position == 0 else "outline") if certain else "dashed"
        bars.append(
            Bar(number(left), number(top), number(right - left - (0.7 if role != "solid" else 0)), number(BAR), role)
        )
        space = right - left - (14 if programme["quick_win"] and not dots else 0)
        if programme["quick_win"] and not dots:
            dots.append(Dot(number(left + 2.2), number(middle), "1", "quick"))
            labels.append(
                Label(number(left + 4.4), text_y, "Quick win", number(VALUE_SIZE), f"on-{role}")
            )
        value = _value(programme, from_year, to_year, first=len(bars) == 1)
        if value and text_width(value, VALUE_SIZE) + 2 < space:
            labels.append(
                Label(number(right - 1.4), text_y, value, number(VALUE_SIZE), f"on-{role}", "end")
            )
    return labels, bars, dots


def _span(index: Index, programme: Row, first: int, last: int) -> tuple[int, int, bool]:
    """First and last year to draw, and whether both are the programme's own. An unknown end follows the horizon."""
    horizon = index.horizons.get(programme["horizon"], {"year_from": first, "year_to": last})
    start, end = programme["start_year"], programme["end_year"]
    certain = bool(start and end) and programme["status"] != "terhenti"
    start = start if start is not None else min(horizon["year_from"], end or horizon["year_from"])
    end = end if end is not None else max(horizon["year_to"], start)
    return max(start, first), min(end, last), certain


def _value(programme: Row, from_year: int, to_year: int, *, first: bool) -> str:
    """The latest target known within the bar; of a halted programme that it is halted, said once."""
    if programme["status"] == "terhenti":
        return "terhenti" if first else ""
    known = [
        row["target"]
        for row in programme["years"]
        if from_year <= row["year"] <= to_year and row["target"] is not None
    ]
    unit = programme["indicator"]["unit"] if programme["indicator"] else ""
    return measured(known[-1], unit, target_places(programme)) if known else ""


