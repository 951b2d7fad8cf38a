"""Neutral tables in print, and rows of years in letters. Rows of cells are written in Python, as on pages."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from django import template
from django.utils.safestring import SafeString, mark_safe

from lib.tables.neutral import (
    FIGURES,
    Cell,
    Cells,
    Column,
    Entry,
    Kind,
    Part,
    Room,
    Style,
    Table,
    View,
    details,
    gap,
    main,
)

register = template.Library()

LONG_RUN = 3
"""From so many columns on, an unknown cell is hatched more lightly."""
TIGHT_IN_MATRIX = {Kind.NUMBER: 7, Kind.YEAR: 7, Kind.SUM: 9}
TIGHT_IN_LIST = {Kind.NUMBER: 8, Kind.YEAR: 8}
"""Longer figures of a narrow column are set smaller."""
HATCHED = frozenset({Kind.NUMBER, Kind.YEAR})
MARKUP = {
    Style.PLAIN: "{}",
    Style.BOLD: "<b>{}</b>",
    Style.CODE: '<span class="nob">{}</span>',
    Style.PROSE: '<span class="baris">{}</span>',
    Style.MARK: '<span class="qw">{}</span>',
    Style.UNKNOWN: '<span class="kosong">{}</span>',
    Style.OUTSIDE: "{}",
}


@register.filter
def wide(table: Table) -> View:
    """The table as the book prints it."""
    return View(table, Room.WIDE)


@register.filter
def roles(view: View) -> str:
    """The classes of the table."""
    table = view.table
    if table.is_matrix:
        return "mx"
    known = {"jalan": table.is_wide, "jenjang": view.has_levels, "menyatu": table.is_short}
    return " ".join(["t", *(role for role, has_it in known.items() if has_it)])


@register.filter
def own_width(view: View) -> str:
    """The width of a table none of whose columns shares what is left, in millimetres; else nothing."""
    widths = [column.width for column in view.shown]
    return f"{sum(widths):g}" if all(widths) else ""


@register.simple_tag
def print_rows(view: View, entry: Entry, anchored: bool = False) -> SafeString:
    """The `tr` of one entry. anchored: the first one is its place."""
    place = f' id="{escape(entry.anchor)}"' if anchored and entry.anchor else ""
    lines = [("tg", cells) for cells in entry.lines] + [("rp", cells) for cells in entry.quiet]
    start, span = len(entry.head), len(lines) + bool(entry.remark)
    rows = [
        f"<tr{place if not number else ''}{_class(role if view.table.is_matrix else '')}>"
        f"{_cells(view, entry.head, 0, span) if not number else ''}{_cells(view, cells, start)}</tr>"
        for number, (role, cells) in enumerate(lines)
    ]
    rows += [_remark(view, entry)] if entry.remark else []
    return mark_safe("".join(rows))  # noqa: S308 -- every text is escaped below


@register.simple_tag
def print_sum(view: View, row: Cells, heading: str = "") -> SafeString:
    """The `td` of a sum. heading: the name of its group, where the sum stands in the head of the group."""
    first = Cell(heading) if heading else row[0]
    return mark_safe(_cells(view, (first, *row[1:]), 0, is_sum=True))  # noqa: S308 -- every text is escaped below


@register.simple_tag
def print_notes(view: View) -> SafeString:
    """The source line under the table."""
    return mark_safe(" ".join(_line(note.parts, "<i>{}</i>") for note in view.notes()))  # noqa: S308 -- escaped below


@register.filter
def year_cells(row: Cells) -> SafeString:
    """The `td` of years that stand under no heading."""
    column = Column("", Kind.YEAR)
    return mark_safe("".join(_matrix_figure(column, cell, 0) for cell in row))  # noqa: S308 -- every text is escaped below


def _cells(view: View, row: Cells, start: int, rows: int = 1, *, is_sum: bool = False) -> str:
    written = []
    for at, column, cell in view.cells(row, start):
        edge = view.edges.get(at, 0)
        if column.kind in FIGURES:
            written.append(_figure(view, column, cell, edge))
        else:
            is_name = at == view.first and view.table.is_matrix
            written.append(_text(view, column, cell, rows, is_name=is_name, is_sum=is_sum))
    return "".join(written)


def _text(view: View, column: Column, cell: Cell, rows: int, *, is_name: bool, is_sum: bool) -> str:
    """A cell of words; a matrix sets its names apart."""
    said = _line(main(cell, Room.WIDE))
    small = "<small>{}</small>" if view.table.is_matrix else '<small class="urai">{}</small>'
    said = f"<b>{said}</b>" if is_name and not is_sum else said
    said += "".join(_detail(parts, small) for parts in details(cell, Room.WIDE))
    role = "l" if is_name else "u" if view.table.is_matrix else "k" if column.kind is Kind.CODE else ""
    return f"<td{_class(role)}{_span('row', rows)}{_span('col', cell.span)}>{said}</td>"


def _figure(view: View, column: Column, cell: Cell, edge: int) -> str:
    if view.table.is_matrix:
        return _matrix_figure(column, cell, edge)
    tight = len(cell.text) > TIGHT_IN_LIST.get(column.kind, len(cell.text))
    roles = ("n", f"awal-{edge}" if edge else "", "rapat" if tight else "", _last(view, column))
    said = _line(main(cell, Room.WIDE))
    # A year of a list is too narrow for more than its figure.
    lines = [] if column.kind is Kind.YEAR else details(cell, Room.WIDE)
    said += "".join(_detail(parts, "<small>{}</small>") for parts in lines)
    return f"<td{_class(*roles)}{_span('col', cell.span)}>{said}</td>"


def _last(view: View, column: Column) -> str:
    return "akhir" if column.kind is Kind.SUM and view.has_levels else ""


def _matrix_figure(column: Column, cell: Cell, edge: int) -> str:
    said, roles = escape(cell.text), [f"awal-{edge}" if edge else ""]
    if column.kind is Kind.SUM:
        roles.append("akhir")
        said = _line(main(cell, Room.WIDE))
    elif cell.style is Style.UNKNOWN:
        roles.append("ksg panjang" if cell.span >= LONG_RUN else "ksg")
        said = f"<span>{said}</span>"
    elif cell.style is Style.OUTSIDE:
        roles.append("na")
    if cell.style in (Style.PLAIN, Style.BOLD) and len(cell.text) > TIGHT_IN_MATRIX[column.kind]:
        roles.append("rapat")
    said += "".join(_detail(parts, "<small>{}</small>") for parts in details(cell, Room.WIDE))
    return f"<td{_class(*roles)}{_span('col', cell.span)}>{said}</td>"


def _remark(view: View, entry: Entry) -> str:
    """A row below the others: the remark before the years; the rules between the years go on."""
    written = []
    beside = [(at, column) for at, column in view.places if at >= len(entry.head)]
    for over, neighbours in groupby(beside, key=lambda place: place[1].over):
        columns = list(neighbours)
        span = _span("col", len(columns))
        if over is not None:
            written.append(f'<td class="awal-{over.number}"{span}></td>')
        elif not written:
            written.append(f'<td class="u"{span}>{escape(entry.remark)}</td>')
        else:
            written.append(f'<td class="akhir"{span}></td>')
    return f'<tr class="pra">{"".join(written)}</tr>'


def _detail(parts: Sequence[Part], small: str) -> str:
    if len(parts) == 1 and parts[0].style is Style.PROSE:
        return f'<small class="urai baris">{escape(parts[0].text)}</small>'
    return small.format(_line(parts))


def _line(parts: Iterable[Part], unknown: str = MARKUP[Style.UNKNOWN]) -> str:
    """Parts with a space between them; a note says unknown words as it quotes them."""
    said = ""
    for part in parts:
        if part.only in (None, Room.WIDE):
            said += gap(said, part) + _part(part, unknown)
    return said


def _part(part: Part, unknown: str) -> str:
    if part.style is Style.STATE:
        return f'<span class="s s-{part.symbol}">{escape(part.text)}</span>'
    written = (unknown if part.style is Style.UNKNOWN else MARKUP[part.style]).format(escape(part.text))
    return f'<a href="{escape(part.address)}">{written}</a>' if part.address else written


def _class(*roles: str) -> str:
    said = " ".join(filter(None, roles))
    return f' class="{said}"' if said else ""


def _span(direction: str, count: int) -> str:
    return f' {direction}span="{count}"' if count > 1 else ""
