"""Neutral tables on pages: rows of cells are written in Python, templates write all else.

5,400 cells cost 100 ms as a template and 5 ms here, of 350 ms for the page of 300 programmes (November 2026).
"""

from collections.abc import Iterable, Sequence
from html import escape

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
    line,
    main,
)

register = template.Library()

MARKUP = {
    Style.PLAIN: "{}",
    Style.BOLD: "<b>{}</b>",
    Style.CODE: '<span class="nowrap">{}</span>',
    Style.PROSE: '<span class="pre">{}</span>',
    Style.MARK: '<span class="tag">{}</span>',
    Style.STATE: "{}",
    Style.UNKNOWN: '<span class="muted">{}</span>',
    Style.OUTSIDE: '<span class="muted">{}<span class="vh">di luar tahun program</span></span>',
}


@register.filter
def narrow(table: Table) -> View:
    """The table as pages show it."""
    return View(table, Room.NARROW)


@register.simple_tag
def page_rows(view: View, entry: Entry) -> SafeString:
    """The `tr` of one entry."""
    place = f' id="{escape(entry.anchor)}"' if entry.anchor else ""
    lines = (*entry.lines, *entry.quiet)
    head = _cells(view, _head(entry), 0, f' rowspan="{len(lines)}"')
    said = "</tr><tr>".join(_cells(view, cells, len(entry.head)) for cells in lines)
    return mark_safe(f"<tr{place}>{head}{said}</tr>")  # noqa: S308 -- every text is escaped below


@register.simple_tag
def page_sum(view: View, row: Cells, is_last: bool = False) -> SafeString:
    """The `tr` of a sum: its figures are bold; in the last row the style sheet makes all of it so."""
    bold = {Kind.YEAR} if is_last else {Kind.YEAR, Kind.SUM}
    return mark_safe(f"<tr>{_cells(view, row, 0, bold=bold)}</tr>")  # noqa: S308 -- every text is escaped below


@register.simple_tag
def page_notes(view: View) -> SafeString:
    """The notes under the table."""
    return mark_safe(" ".join(_line(note.parts) for note in view.notes()))  # noqa: S308 -- escaped below


def _head(entry: Entry) -> Cells:
    """Its first cells; the remark stands below the name."""
    if not entry.remark:
        return entry.head
    name = entry.head[0]
    name_cell = Cell(name.text, name.style, name.span, (*name.lines, line(entry.remark)), name.parts)
    return (name_cell, *entry.head[1:])


def _cells(view: View, row: Cells, start: int, rows: str = "", bold: Iterable[Kind] = frozenset()) -> str:
    return "".join(
        _cell(column, cell, rows, is_heading=at == view.first, is_bold=column.kind in bold)
        for at, column, cell in view.cells(row, start)
    )


def _cell(column: Column, cell: Cell, rows: str, *, is_heading: bool, is_bold: bool) -> str:
    if cell.parts or cell.only:
        said = _line(main(cell, Room.NARROW), is_heading=is_heading)
    else:
        said = MARKUP[cell.style].format(escape(cell.text)) if cell.text else ""
    if is_bold and (cell.style is Style.PLAIN or column.kind is Kind.SUM):
        said = f"<b>{said}</b>"
    if cell.lines:
        said += "".join(map(_detail, details(cell, Room.NARROW)))
    span = "" if cell.span == 1 else f' colspan="{cell.span}"'
    if is_heading:
        return f'<th scope="row"{span}{rows}>{said}</th>'
    role = ' class="num"' if column.kind in FIGURES else ' class="nowrap"' if column.kind is Kind.WORD else ""
    return f"<td{role}{span}{rows}>{said}</td>"


def _detail(parts: Sequence[Part]) -> str:
    if len(parts) == 1 and parts[0].style is Style.PROSE:
        return f'<span class="table__sub pre">{escape(parts[0].text)}</span>'
    return f'<span class="table__sub">{_line(parts)}</span>'


def _line(parts: Iterable[Part], *, is_heading: bool = False) -> str:
    said = ""
    for part in parts:
        if part.only in (None, Room.NARROW):
            written = MARKUP[part.style].format(escape(part.text))
            if part.address:
                written = f'<a href="{escape(part.address)}" rel="noopener noreferrer">{written}</a>'
            # A code before the name it belongs to keeps a column of its own.
            if is_heading and part.style is Style.CODE:
                written = f'<span class="code">{escape(part.text)}</span>'
            said += gap(said, part) + written
    return said
