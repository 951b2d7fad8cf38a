"""The picture of a dimension's roadmap: years as columns, one bar per programme and horizon."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from masterplan.book.document import Index, Row, period
from masterplan.book.drawing import Bar, Dot, Label, Stroke, number, strokes, text_width, wrap
from masterplan.book.measures import latest
from masterplan.book.years import YearBlock

WIDTH, NAMES, YEARS_FROM = 265.0, 64.0, 86.0
HEAD, LINE, GAP, BAR = 10.0, 3.1, 2.1, 3.2
NAME_SIZE, OFFICE_SIZE, VALUE_SIZE = 2.9, 2.5, 2.4
QUICK_WIN_ROOM = 14.0


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


def draw(index: Index, blocks: Sequence[YearBlock], dimension: Row, programmes: Sequence[Row]) -> Picture:
    canvas = _Canvas(index, tuple(blocks))
    canvas.head()
    top = HEAD + 1.2
    for programme in programmes:
        top = canvas.row(programme, top)
    return Picture(
        dimension["code"],
        dimension["name"],
        number(WIDTH),
        number(top + 0.5),
        tuple(canvas.labels),
        tuple(canvas.bars),
        tuple(canvas.dots),
        canvas.grid(top),
    )


@dataclass
class _Canvas:
    """Places years and programmes, and keeps what was drawn."""

    index: Index
    blocks: tuple[YearBlock, ...]
    labels: list[Label] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)

    def left(self, year: int) -> float:
        years = self.index.years
        return YEARS_FROM + (WIDTH - YEARS_FROM) / len(years) * (year - years[0])

    def write(self, x: float, y: float, text: str, size: float, role: str, anchor: str = "start") -> None:
        self.labels.append(Label(number(x), number(y), text, number(size), role, anchor))

    def head(self) -> None:
        for block in self.blocks:
            if block.label:
                self.write(self.left(int(block.years[0])) + 0.8, 3.6, block.label, 2.7, "head")
        for year in self.index.years:
            self.write(self.left(year) + 0.8, HEAD - 1.6, str(year), 2.9, "year")

    def grid(self, bottom: float) -> tuple[Stroke, ...]:
        """Years, the edges between horizons, and a rule above and below."""
        years = [self.left(year) for year in self.index.years[1:]]
        edges = [self.left(int(block.years[0])) for block in self.blocks[1:]]
        return (
            *strokes(((x, HEAD, x, bottom) for x in years), "year"),
            *strokes(((x, 0.5, x, bottom) for x in edges), "horizon"),
            *strokes(((0, y, WIDTH, y) for y in (HEAD, bottom)), "rule"),
        )

    def row(self, programme: Row, top: float) -> float:
        """One programme; gives where the next one starts."""
        name = wrap(programme["name"], NAMES, NAME_SIZE)
        height = LINE * len(name)
        middle = top + height / 2
        for line, text in enumerate(name):
            self.write(0, top + LINE * line + 2.5, text, NAME_SIZE, "name")
        office = self.index.office_short(programme["lead_opd"])
        shown = wrap(office, YEARS_FROM - NAMES - 4, OFFICE_SIZE, lines=1)[0]
        self.write(YEARS_FROM - 2.5, middle + 0.95, shown, OFFICE_SIZE, "office", "end")
        self.years(programme, middle)
        return top + height + GAP

    def years(self, programme: Row, middle: float) -> None:
        start, end, certain = _span(self.index, programme)
        first, last = self.index.years[0], self.index.years[-1]
        if end < first or start > last:
            word = "terhenti" if programme["status"] == "terhenti" else "selesai"
            said = f"{word} sebelum masterplan" if end < first else "mulai sesudah masterplan"
            said = f"{said} ({period(programme)})"
            self.write(YEARS_FROM + 1, middle + 0.85, said, VALUE_SIZE, "quiet")
            return
        is_first = True
        for position, block in enumerate(self.blocks):
            years = [year for year in map(int, block.years) if start <= year <= end]
            if years:
                role = ("outline" if position else "solid") if certain else "dashed"
                self.bar(programme, years, middle, role, is_first=is_first)
                is_first = False

    def bar(self, programme: Row, years: Sequence[int], middle: float, role: str, *, is_first: bool) -> None:
        left, right = self.left(years[0]), self.left(years[-1] + 1)
        room = right - left - 2
        width = right - left - (0 if role == "solid" else 0.7)  # an outline keeps clear of its neighbour
        self.bars.append(Bar(number(left), number(middle - BAR / 2), number(width), number(BAR), role))
        if programme["quick_win"] and is_first:
            self.dots.append(Dot(number(left + 2.2), number(middle), "1", "quick"))
            self.write(left + 4.4, middle + 0.85, "Quick win", VALUE_SIZE, f"on-{role}")
            room -= QUICK_WIN_ROOM
        value = _value(programme, years, is_first=is_first)
        if value and text_width(value, VALUE_SIZE) < room:
            self.write(right - 1.4, middle + 0.85, value, VALUE_SIZE, f"on-{role}", "end")


def _span(index: Index, programme: Row) -> tuple[int, int, bool]:
    """First and last year to draw, and whether both are its own: named, or filled with numbers."""
    first, last = index.years[0], index.years[-1]
    horizon = index.horizons.get(programme["horizon"], {"year_from": first, "year_to": last})
    starts = [programme["start_year"]] if programme["start_year"] else []
    ends = [programme["end_year"]] if programme["end_year"] else []
    filled = _filled(programme)
    starts, ends = starts + filled[:1], ends + filled[-1:]
    certain = bool(starts and ends) and programme["status"] != "terhenti"
    start = min(starts or [horizon["year_from"], *ends])
    end = max(ends or [horizon["year_to"], *starts])
    return start, end, certain


def _filled(programme: Row) -> list[int]:
    """Plan years with a target or rupiah, in order."""
    targets = {row["year"] for indicator in programme["indicators"] for row in indicator["targets"]}
    return sorted(targets | {row["year"] for row in programme["money"]})


def _value(programme: Row, years: Sequence[int], *, is_first: bool) -> str:
    """The latest target known within the bar; of a halted programme that it is halted, said once."""
    if programme["status"] == "terhenti":
        return "terhenti" if is_first else ""
    said = [latest(indicator, years) for indicator in programme["indicators"]]
    return next((value for value, _ in filter(None, said)), "")
