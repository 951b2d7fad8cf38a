"""A neutral table in the room of a medium."""

import pytest

from lib.tables.neutral import (
    Cell,
    Column,
    Entry,
    Group,
    Kind,
    Over,
    Part,
    Room,
    Style,
    Table,
    View,
    details,
    known,
    line,
    main,
    words,
)

SOON, LATER = Over(1, "Soon"), Over(2, "Later")
COLUMNS = (
    Column("Code", Kind.CODE, only=Room.WIDE),
    Column("Long name", short="Name"),
    Column("2027", Kind.YEAR, over=SOON),
    Column("2028", Kind.YEAR, over=SOON),
    Column("2029", Kind.YEAR, over=LATER),
    Column("Sum", Kind.SUM),
)


def table(*rows, columns=COLUMNS):
    return Table("Title", columns, (Group(tuple(Entry((row,)) for row in rows)),))


def said(view):
    return [
        [("/".join(head.lines), head.rows, head.columns, head.edge) for head in row] for row in view.heads()
    ]


def test_a_wide_medium_gives_everything_its_column():
    assert said(View(table(), Room.WIDE)) == [
        [("Code", 2, 1, 0), ("Long name", 2, 1, 0), ("Soon", 1, 2, 1), ("Later", 1, 1, 2), ("Sum", 2, 1, 0)],
        [("2027", 1, 1, 1), ("2028", 1, 1, 0), ("2029", 1, 1, 2)],
    ]


def test_a_narrow_medium_leaves_columns_out_and_shortens_headings():
    view = View(table(), Room.NARROW)
    assert said(view)[0][0] == ("Name", 2, 1, 0)
    assert (view.count, view.first) == (5, 1)


def test_columns_under_no_heading_make_a_head_of_one_row():
    assert said(View(table(columns=COLUMNS[:2]), Room.WIDE)) == [[("Code", 1, 1, 0), ("Long name", 1, 1, 0)]]


def test_a_cell_over_several_columns_moves_the_next_one_on():
    row = (Cell("P-1"), Cell("Kali"), Cell("kosong", Style.UNKNOWN, 2), Cell("3"), Cell("3"))
    view = View(table(row), Room.NARROW)
    assert [(at, cell.text) for at, _, cell in view.cells(row)] == [
        (1, "Kali"),
        (2, "kosong"),
        (4, "3"),
        (5, "3"),
    ]
    assert view.edges == {2: 1, 4: 2}


def test_parts_are_spaced_as_words_are():
    parts = line(
        Part("P-1", Style.CODE, only=Room.NARROW), "Kali", ", kilometre", Part("kosong"), ": belum"
    ).parts
    assert words(parts, Room.NARROW) == "P-1 Kali, kilometre kosong: belum"
    assert words(parts, Room.WIDE) == "Kali, kilometre kosong: belum"


def test_what_is_for_the_other_room_is_not_said():
    cell = Cell("kosong", Style.UNKNOWN, lines=(line("a"), line("b", only=Room.NARROW)), only=Room.WIDE)
    assert [part.text for part in main(cell, Room.WIDE)] == ["kosong"]
    assert main(cell, Room.NARROW) == ()
    assert [part.text for (part,) in details(cell, Room.WIDE)] == ["a"]
    assert [part.text for (part,) in details(cell, Room.NARROW)] == ["a", "b"]


def test_unknown_has_a_word_of_its_own():
    assert known("", "belum diisi") == Cell("belum diisi", Style.UNKNOWN)
    assert known("0", "belum diisi") == Cell("0")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b", "x"])
def test_a_link_leads_to_the_web_or_the_portal_and_nowhere_else(address):
    with pytest.raises(ValueError, match="no address"):
        Part("Sumber", address=address)
    for good in ("https://contoh.go.id", "http://contoh.go.id", "/programmes/", ""):
        assert Part("Sumber", address=good).address == good
