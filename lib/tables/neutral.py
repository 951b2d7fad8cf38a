"""A table as facts: columns, groups of rows, cells, notes. Text only: renderers of the media escape.

A medium is wide (a book, a sheet: every fact has its own column) or narrow (a page, also read on a
phone: codes join names). What is meant for one of the two says so in `only`; everything else is for both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import groupby


class Room(Enum):
    WIDE = "wide"
    NARROW = "narrow"


class Kind(StrEnum):
    """What a column holds. WORD stays on one line; YEAR and NUMBER are narrow figures, SUM has more room."""

    TEXT = "text"
    CODE = "code"
    WORD = "word"
    NUMBER = "number"
    YEAR = "year"
    SUM = "sum"


FIGURES = frozenset({Kind.NUMBER, Kind.YEAR, Kind.SUM})


class Style(StrEnum):
    """How a text is meant. PROSE keeps its line breaks; MARK and STATE stand beside a symbol.

    UNKNOWN is the word for what nobody filled in (never 0), OUTSIDE for what does not apply.
    """

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    PROSE = "prose"
    MARK = "mark"
    STATE = "state"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line. symbol names the drawing beside a STATE; address is what the text links to: http,
    https or a path of the portal, ValueError for anything else, since it may come from people."""

    text: str
    style: Style = Style.PLAIN
    symbol: str = ""
    address: str = ""
    only: Room | None = None

    def __post_init__(self) -> None:
        if self.address and not self.address.startswith(("http://", "https://", "/")):
            raise ValueError(f"no address for a link: {self.address!r}")


@dataclass(frozen=True, slots=True)
class Line:
    """A small line below, or a note under the table."""

    parts: tuple[Part, ...]
    only: Room | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` in its style, or instead of it `parts`; small `lines` below. span: how many columns it takes."""

    text: str = ""
    style: Style = Style.PLAIN
    span: int = 1
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    only: Room | None = None


Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """A heading above neighbouring columns; `number` counts them from 1. The text may be empty."""

    number: int
    heading: str


@dataclass(frozen=True, slots=True)
class Column:
    """width in millimetres of paper, pixels of a page; 0 shares what is left. short: the narrow heading.

    A line break in a heading is one in print.
    """

    heading: str
    kind: Kind = Kind.TEXT
    width: float = 0
    short: str = ""
    pixels: int = 0
    over: Over | None = None
    only: Room | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row is about, in one or several lines: the cells of `head` span all of them.

    quiet: further lines, less marked. remark: said below the lines. anchor: the place of the entry in its
    document, empty for none.
    """

    lines: tuple[Cells, ...]
    head: Cells = ()
    anchor: str = ""
    quiet: tuple[Cells, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """heading: empty for rows that belong to no group. sum: a whole row, or nothing."""

    entries: tuple[Entry, ...]
    heading: str = ""
    sum: Cells = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Where the rows of a table are kept: the name of an address, and the words that lead there."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """title: its caption. says: the same for who only hears a page. guide: how to read it, beside it.

    total: a whole row, or nothing. is_matrix: figures of many years, several lines for each entry. is_wide:
    needs a page in landscape. is_short: never broken over two pages. is_found: true also where the plan is
    an illustration.
    """

    title: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: Cells = ()
    notes: tuple[Line, ...] = ()
    says: str = ""
    guide: str = ""
    rows_at: Link | None = None
    is_matrix: bool = False
    is_wide: bool = False
    is_short: bool = False
    is_found: bool = False

    @property
    def has_anchors(self) -> bool:
        return any(entry.anchor for group in self.groups for entry in group.entries)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One cell of the head: its heading in lines, its (first) column, the rows and columns it takes.

    edge: the number of the heading above that begins here, else 0.
    """

    lines: tuple[str, ...]
    column: Column
    rows: int = 1
    columns: int = 1
    edge: int = 0
    is_over: bool = False

    @property
    def is_figure(self) -> bool:
        return not self.is_over and self.column.kind in FIGURES

    @property
    def is_last(self) -> bool:
        """A sum beside columns that stand under headings."""
        return self.rows > 1 and self.column.kind is Kind.SUM


class View:
    """A table in the room of one medium."""

    def __init__(self, table: Table, room: Room) -> None:
        self.table, self.room = table, room
        self.places = [(at, each) for at, each in enumerate(table.columns) if each.only in (None, room)]
        self.shown = tuple(column for _, column in self.places)
        self.count, self.first = len(self.shown), self.places[0][0]
        self.has_levels = any(column.over for column in self.shown)
        overs = [column.over for column in table.columns]
        # The places of the columns that begin under a new heading, each with its number.
        self.edges = {
            at: over.number for at, over in enumerate(overs) if over and (not at or overs[at - 1] != over)
        }

    def heads(self) -> list[list[HeadCell]]:
        """The rows of the head: one, or two where columns have a heading above."""
        first: list[HeadCell] = []
        second: list[HeadCell] = []
        for over, neighbours in groupby(self.shown, key=lambda column: column.over):
            columns = list(neighbours)
            if over is None:
                rows = 2 if self.has_levels else 1
                first += [HeadCell(self.heading(column), column, rows) for column in columns]
                continue
            number, span = over.number, len(columns)
            first.append(HeadCell((over.heading,), columns[0], columns=span, edge=number, is_over=True))
            edges = (number, *(0 for _ in columns[1:]))
            second += [
                HeadCell(self.heading(column), column, edge=edge)
                for column, edge in zip(columns, edges, strict=True)
            ]
        return [first, second] if second else [first]

    def heading(self, column: Column) -> tuple[str, ...]:
        heading = column.short if self.room is Room.NARROW and column.short else column.heading
        return tuple(heading.split("\n"))

    def cells(self, row: Cells, start: int = 0) -> Iterator[tuple[int, Column, Cell]]:
        """The cells of a row from column `start` on that this room shows, each with its place and column."""
        columns, room, at = self.table.columns, self.room, start
        for cell in row:
            column = columns[at]
            if column.only is None or column.only is room:
                yield at, column, cell
            at += cell.span

    def notes(self) -> list[Line]:
        return [note for note in self.table.notes if note.only in (None, self.room)]


def main(cell: Cell, room: Room) -> Sequence[Part]:
    """What stands in the cell above its small lines; nothing when it is for the other room."""
    if cell.only is not None and cell.only is not room:
        return ()
    if cell.parts:
        return [part for part in cell.parts if part.only in (None, room)]
    return (Part(cell.text, cell.style),) if cell.text else ()


def details(cell: Cell, room: Room) -> list[Sequence[Part]]:
    """The small lines of a cell."""
    return [
        [part for part in line.parts if part.only in (None, room)]
        for line in cell.lines
        if line.only in (None, room)
    ]


def words(parts: Iterable[Part], room: Room) -> str:
    """The text of a line: a space between its parts, none before a comma or the like."""
    said = ""
    for part in parts:
        if part.only in (None, room):
            said += f"{gap(said, part)}{part.text}"
    return said


def gap(before: str, part: Part) -> str:
    """What stands between a part and what was written before it."""
    return "" if not before or part.text.startswith((",", ";", ":", ".")) else " "


def line(*texts: str | Part, only: Room | None = None) -> Line:
    """A small line of texts and parts."""
    return Line(tuple(Part(each) if isinstance(each, str) else each for each in texts), only)


def known(said: str, word: str) -> Cell:
    """A text, or the word that says it is missing."""
    return Cell(said) if said else Cell(word, Style.UNKNOWN)
