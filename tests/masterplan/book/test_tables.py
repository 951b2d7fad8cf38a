"""A renderer that no table knows of draws every table: a medium costs one file."""

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from lib.tables.neutral import Cell, Column, Entry, Group, Kind, Part, Room, Style, Table, View, line, words
from masterplan.book.blocks import TABLES, block
from masterplan.book.book import book_html
from masterplan.book.numbering import plan
from masterplan.book.years import OUTSIDE, unknown
from masterplan.templatetags.page_tables import narrow, page_rows
from masterplan.templatetags.print_tables import print_rows, wide, year_cells
from tests.masterplan.book.documents import chapter, commitment, edition, full_document, section
from tests.masterplan.book.reading_tables import cells_of

SAMPLE = Path(__file__).resolve().parents[2] / "samples/masterplan-2/demo.json"


def csv_of(table):
    """The whole table as CSV: its caption, its columns, its rows, its notes."""
    view, sheet = View(table, Room.WIDE), io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow([table.title])
    rows.writerow([column.over.heading if column.over else "" for column in view.shown])
    rows.writerow([column.heading.replace("\n", " ") for column in view.shown])
    for group in table.groups:
        rows.writerow([group.heading])
        for entry in group.entries:
            rows.writerows(cells_of(table, (*entry.head, *line)) for line in (*entry.lines, *entry.quiet))
            rows.writerow([entry.remark])
        rows.writerow(cells_of(table, group.sum))
    rows.writerow(cells_of(table, table.total))
    rows.writerows([words(note.parts, Room.WIDE)] for note in view.notes())
    return sheet.getvalue()


def words_of(sheet):
    return {word for row in csv.reader(io.StringIO(sheet)) for cell in row for word in cell.split()}


def words_in_book(html, planned):
    """The words and figures in the tables of one section, as the book prints them."""
    start = html.index(f'id="{planned.tables[0].caption.anchor}"')
    drawn = re.findall(r'<table class="(?:t|mx)\b.*?</table>', html[start:], re.DOTALL)[: len(planned.tables)]
    inline = re.compile(r"</?(?:b|i|span)\b[^>]*>")
    return set(unescape(re.sub(r"<[^>]+>", " ", inline.sub("", "".join(drawn)))).split())


DEMO = json.loads(SAMPLE.read_text())


def has_rows(name):
    """A worksheet that the demo does not fill yet has no table to draw."""
    return not TABLES[name].rows or DEMO[TABLES[name].rows]


@pytest.mark.parametrize("table", [name for name in TABLES if name != "quick_wins" and has_rows(name)])
@pytest.mark.parametrize("content", [full_document(), DEMO], ids=["small", "demo"])
def test_a_third_renderer_says_every_word_and_figure_that_the_book_prints(content, table):
    """Quick wins are profiles and no table."""
    book = {
        "code": "B1",
        "title": "Buku 1 - A",
        "chapters": [chapter("I", "A", section("S", "S", table=table))],
    }
    order = edition(commitments=[commitment("DLH")])
    content = {**content, "books": [book]}
    (planned,) = plan(content, order).sections
    written = {word for each in planned.tables for word in words_of(csv_of(each.table))}
    printed = words_in_book(book_html(content, order), planned)
    assert printed
    assert printed <= written


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("content", [full_document(), DEMO], ids=["small", "demo"])
def test_every_row_fills_its_columns_exactly(content, table):
    for drawn in block(content, table).tables:
        rows = [group.sum for group in drawn.groups] + [drawn.total]
        for entry in [entry for group in drawn.groups for entry in group.entries]:
            rows += [(*entry.head, *line) for line in (*entry.lines, *entry.quiet)]
        assert {sum(cell.span for cell in row) for row in rows if row} == {len(drawn.columns)}


def written(medium, table, entry):
    if medium == "page":
        return page_rows(narrow(table), entry)
    return print_rows(wide(table), entry, anchored=True)


@pytest.mark.parametrize("medium", ["page", "print"])
@pytest.mark.parametrize("style", [style for style in Style if style is not Style.STATE])
def test_what_people_typed_is_text_in_every_cell(medium, style):
    typed = Part("<b>1", style)
    cell = Cell("<b>1", style, lines=(line(typed),))
    row = (Cell(parts=(typed, typed)), cell, cell)
    columns = (Column("a"), Column("b", Kind.YEAR), Column("c", Kind.SUM))
    for is_matrix in (False, True):
        entry = Entry((row[1:],), row[:1], anchor='"><i>', remark="<i>")
        said = written(medium, Table("", columns, (), is_matrix=is_matrix), entry)
        assert "<b>1" not in said.replace("<b>&lt;", "&lt;")
        assert "<i>" not in said
        # A year of a printed list has no room for a small line.
        assert said.count("&lt;b&gt;1") == (5 if medium == "print" and not is_matrix else 6)


def test_a_year_of_letters_says_what_it_is():
    row = (Cell("<b>1"), Cell("12345678"), Cell("2", lines=(line("tercapai"),)), unknown(3), OUTSIDE, Cell())
    assert year_cells(row) == (
        "<td>&lt;b&gt;1</td>"
        '<td class="rapat">12345678</td>'
        "<td>2<small>tercapai</small></td>"
        '<td class="ksg panjang" colspan="3"><span>belum diisi</span></td>'
        '<td class="na">–</td>'
        "<td></td>"
    )


def test_a_page_says_in_words_what_a_dash_means():
    entry = Entry(((Cell("Kali"), unknown(3), OUTSIDE),))
    columns = (Column("a"), *(Column(str(year), Kind.YEAR) for year in range(4)))
    assert page_rows(narrow(Table("", columns, ())), entry) == (
        '<tr><th scope="row">Kali</th>'
        '<td class="num" colspan="3"><span class="muted">belum diisi</span></td>'
        '<td class="num"><span class="muted">–<span class="vh">di luar tahun program</span></span></td></tr>'
    )


@pytest.mark.parametrize("medium", ["page", "print"])
@pytest.mark.parametrize("is_matrix", [True, False])
@pytest.mark.parametrize("has_sums", [True, False])
def test_every_group_and_sum_is_drawn_whatever_the_table(medium, is_matrix, has_sums):
    columns = (Column("Nama"), Column("2027", Kind.YEAR), Column("Jumlah", Kind.SUM))

    def row(name):
        return (Cell(name), Cell(f"y-{name}"), Cell(f"s-{name}"))

    sums = row("sum") if has_sums else ()
    groups = (
        Group((Entry((row("one"),)), Entry((row("two"),))), "Group", sums),
        Group((Entry((row("three"),)),)),
    )
    table = Table("Title", columns, groups, total=row("total") if has_sums else (), is_matrix=is_matrix)
    context = {"table": table, "caption": None, "icon": "link-45deg", "living": False, "foot": ""}
    context |= {"follows": False, "anchored": False, "illustrative": False}
    drawn = render_to_string(f"masterplan/book/{medium}/table.html", context)
    names = ["one", "two", "three", *(["sum", "total"] if has_sums else [])]
    for said in ["Group", *(f"{kind}-{name}" for name in names for kind in "ys")]:
        assert said in drawn
