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
MARKUP = {
    Style.PLAIN: "{}",
    Style.BOLD: "<b>{}</b>",
    Style.CODE: '<span class="nob">{}</span>',
    Style.PROSE: '<span class="baris">{}</span>',
    Style.MARK: '<span class="qw">{}</span>',
    Style.UNKNOWN: '<span class="kosong">{}</span>',
    Style.OUTSIDE: "{}",
}


YEAR = Column("", Kind.YEAR)


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
    written = []
    for cell in row:
        role, said = _matrix_figure(YEAR, cell, 0)
        written.append(f"<td{_class(role)}{_span('col', cell.span)}>{said}</td>")
    return mark_safe("".join(written))  # noqa: S308 -- every text is escaped below


def _cells(view: View, row: Cells, start: int, rows: int = 1, *, is_sum: bool = False) -> str:
    written = []
    for at, column, cell in view.cells(row, start):
        spans = _span("row", rows) + _span("col", cell.span)
        if column.kind in FIGURES:
            role, said = _figure(view, column, cell, view.edges.get(at, 0))
        else:
            role, said = _text(view, column, cell, is_name=at == view.first, is_sum=is_sum)
        written.append(f"<td{_class(role)}{spans}>{said}</td>")
    return "".join(written)


def _text(view: View, column: Column, cell: Cell, *, is_name: bool, is_sum: bool) -> tuple[str, str]:
    """The role of a cell of words, and what it says; a matrix sets its names apart."""
    is_matrix = view.table.is_matrix
    said = _line(main(cell, Room.WIDE))
    small = "<small>{}</small>" if is_matrix else '<small class="urai">{}</small>'
    said = f"<b>{said}</b>" if is_matrix and is_name and not is_sum else said
    said += "".join(_detail(parts, small) for parts in details(cell, Room.WIDE))
    if is_matrix:
        return "l" if is_name else "u", said
    return "k" if column.kind is Kind.CODE else "", said


def _figure(view: View, column: Column, cell: Cell, edge: int) -> tuple[str, str]:
    if view.table.is_matrix:
        return _matrix_figure(column, cell, edge)
    tight = len(cell.text) > TIGHT_IN_LIST.get(column.kind, len(cell.text))
    roles = ("n", f"awal-{edge}" if edge else "", "rapat" if tight else "", _last(view, column))
    said = _line(main(cell, Room.WIDE))
    # A year of a list is too narrow for more than its figure.
    lines = [] if column.kind is Kind.YEAR else details(cell, Room.WIDE)
    return _joined(roles), said + "".join(_detail(parts, "<small>{}</small>") for parts in lines)


def _last(view: View, column: Column) -> str:
    return "akhir" if column.kind is Kind.SUM and view.has_levels else ""


def _matrix_figure(column: Column, cell: Cell, edge: int) -> tuple[str, str]:
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
    return _joined(roles), said + "".join(
        _detail(parts, "<small>{}</small>") for parts in details(cell, Room.WIDE)
    )


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
        return f'<span class="s s-{escape(part.symbol)}">{escape(part.text)}</span>'
    written = (unknown if part.style is Style.UNKNOWN else MARKUP[part.style]).format(escape(part.text))
    return f'<a href="{escape(part.address)}">{written}</a>' if part.address else written


def _joined(roles: Iterable[str]) -> str:
    return " ".join(filter(None, roles))


def _class(role: str) -> str:
    return f' class="{role}"' if role else ""


def _span(direction: str, count: int) -> str:
    return f' {direction}span="{count}"' if count > 1 else ""
