"""Live blocks: the same rows for page and book."""

from typing import Any

import pytest

from lib.tables.neutral import Cell, Column, Entry, Group, Room, Table, details, words
from masterplan.book import blocks
from masterplan.book.annexes import thread
from masterplan.book.block import EmptyBlock
from masterplan.book.commitment_rows import commitments_block
from masterplan.book.summaries import milestones
from tests.masterplan.book.documents import commitment, document, finding, full_document, money_row, programme
from tests.masterplan.book.reading_tables import cells_of, column_of, rows_of


def block(content: Any, table: str, scope: str = "") -> Any:
    return blocks.block(content, table, scope)


@pytest.mark.parametrize("table", ["readiness", "gap", "swot", "attendance", "something new"])
def test_a_table_nobody_has_rows_for_is_said_to_be_empty(table):
    assert block(full_document(), table) == EmptyBlock()


@pytest.mark.parametrize("table", ["findings", "programmes", "roadmap", "targets"])
def test_a_table_of_a_plan_without_rows_is_empty(table):
    assert block(document(), table) == EmptyBlock()


def test_programmes_without_an_indicator_make_no_table_of_targets():
    assert block(document(programmes=[programme(1, indicators=[])]), "targets") == EmptyBlock()


@pytest.mark.parametrize("table", blocks.TABLES)
def test_a_table_needs_no_more_of_the_document_than_it_says(table):
    """A page reads from the database what its table needs, and no more."""
    whole = full_document()
    part = {key: whole[key] for key in blocks.TABLES[table].reads}
    assert block(part, table) == block(whole, table)


def headings(table):
    return [group.heading for group in table.groups]


def test_a_scope_shows_one_dimension_only():
    (matrix,) = block(full_document(), "programmes", "GOV").tables
    assert headings(matrix) == ["Smart Governance"]
    assert cells_of(matrix, matrix.total)[0] == "Jumlah 2 program"
    assert headings(block(full_document(), "findings", "ENV").tables[0]) == ["Smart Environment"]


def test_problems_and_strengths_stand_apart():
    problems, strengths = block(full_document(), "findings").tables
    assert sorted(column_of(problems, "Kode")) == ["T-001", "T-002"]
    assert sorted(column_of(strengths, "Kode")) == ["T-003", "T-004"]


def test_evidence_without_a_number_is_unknown_whatever_its_year():
    problems, _ = block(full_document(), "findings").tables
    known = dict(zip(column_of(problems, "Kode"), column_of(problems, "Bukti"), strict=True))
    assert known == {"T-001": "1,71 indeks (2026)", "T-002": "belum ada angka"}


def test_percent_stands_at_its_number_without_a_space():
    row = finding(1, evidence={"value": "51.2", "unit": "%", "year": None})
    (problems,) = block(document(findings=[row]), "findings").tables
    assert column_of(problems, "Bukti") == ["51,2%"]


@pytest.mark.parametrize(
    ("area", "page"), [([], "Wilayah belum disebut"), (["Cikarang", "Tambun"], "Cikarang, Tambun")]
)
def test_an_area_that_nobody_named_is_said_on_pages_and_left_out_of_the_book(area, page):
    (problems,) = block(document(findings=[finding(1, area=area)]), "findings").tables
    told = problems.groups[0].entries[0].lines[0][1]
    assert [words(parts, Room.NARROW) for parts in details(told, Room.NARROW)] == [page]
    book = [f"Wilayah: {page}"] if area else []
    assert [words(parts, Room.WIDE) for parts in details(told, Room.WIDE)] == book


def test_targets_are_shown_for_the_first_year_and_the_end_of_each_horizon():
    assert milestones(document()) == (2027, 2031, 2036)


def test_quick_wins_name_the_dimensions_without_a_candidate():
    found = block(full_document(), "quick_wins")
    assert [row.code for row in found.rows] == ["P-ENV-01"]
    assert found.missing == ("Smart Governance",)
    assert found.rows[0].problems == (("T-001", "Temuan nomor 1"),)


def test_the_dimensions_in_numbers_add_up():
    (table,) = block(full_document(), "dimension_summary").tables
    summed = cells_of(table, table.total)
    counts = [list(map(int, row[1:6])) for row in rows_of(table)]
    assert list(map(int, summed[1:6])) == [sum(column) for column in zip(*counts, strict=True)]
    assert summed[:3] == ["Jumlah", "2", "1"]


def test_picture_and_table_of_the_roadmap_hold_the_same_programmes():
    found = block(full_document(), "roadmap")
    names = column_of(found.tables[0], "Program")
    drawn = [label.text for picture in found.drawn for label in picture.labels if label.role == "name"]
    assert drawn == names


def test_a_bar_with_known_years_is_filled_and_one_without_is_dashed():
    rows = [programme(1, start_year=2027, end_year=2036), programme(3)]
    (picture,) = block(document(programmes=rows), "roadmap").drawn
    assert [bar.role for bar in picture.bars] == ["solid", "outline", "dashed"]


def test_years_filled_with_numbers_are_the_programmes_own_though_nobody_named_its_end():
    rows = [programme(1, start_year=2027, cells={2027: ("1", None), 2030: (None, "1000000")})]
    (picture,) = block(document(programmes=rows), "roadmap").drawn
    (bar,) = picture.bars
    assert bar.role == "solid"
    assert float(bar.width) == pytest.approx((265 - 86) / 10 * 4, abs=0.1)


def test_a_programme_that_ended_before_the_plan_has_words_instead_of_a_bar():
    rows = [programme(1, start_year=2024, end_year=2025, status="selesai")]
    (picture,) = block(document(programmes=rows), "roadmap").drawn
    assert picture.bars == ()
    assert "selesai sebelum masterplan (2024–2025)" in {label.text for label in picture.labels}


def test_every_office_stands_in_the_annex_also_the_one_nobody_asked():
    found = commitments_block(full_document(), [commitment("DLH")], "HTTPS://PORTAL.EXAMPLE/V/")
    assert [(row.opd, row.label, row.mark) for row in found.rows] == [
        ("DLH", "setuju", "setuju"),
        ("KOMINFO", "belum", "kosong"),
    ]
    assert (found.signed, found.count) == ("1", "2")
    assert found.rows[0].time == "15-09-2026, 09.12"
    assert found.rows[0].signer == "pejabat definitif"
    assert found.rows[0].qr is not None
    assert found.rows[1].qr is None
    assert [(row.led, row.supported) for row in found.rows] == [("4", "0"), ("0", "1")]


def test_the_thread_holds_every_finding_exactly_once():
    content = full_document()
    found = thread(content, commitments_block(content))
    codes = [row.code for group in found.groups for row in group.rows]
    codes += [
        code for table in (found.open_problems, found.unused_strengths) for code in column_of(table, "Kode")
    ]
    assert sorted(codes) == [row["code"] for row in content["findings"]]


def test_a_strength_without_a_programme_is_not_an_open_problem():
    content = full_document()
    found = thread(content, commitments_block(content))
    assert column_of(found.open_problems, "Kode") == ["T-002"]
    assert column_of(found.unused_strengths, "Kode") == ["T-004"]


def test_the_thread_breaks_where_a_target_or_an_answer_is_missing():
    content = full_document()
    content["programmes"][1]["indicators"][0]["targets"] = []
    content["programmes"][1]["lead_opd"] = "KOMINFO"
    found = thread(content, commitments_block(content, [commitment("DLH")]))
    (row,) = (row for group in found.groups for row in group.rows if row.code == "T-001")
    known, broken = row.knots
    assert (known.target, known.answered) == ("16 titik (2036)", True)
    assert (broken.target, broken.answered) == ("", False)


@pytest.mark.parametrize(
    ("rupiah", "is_told"),
    [("1234567", True), ("2500000000", False), ("10000", False), ("9999", True), ("0", False), (None, False)],
)
def test_rounded_amounts_are_told_under_the_matrix(rupiah, is_told):
    money = [] if rupiah is None else [money_row(2027, rupiah)]
    rows = [programme(number, money=money) for number in (1, 2, 3)]
    (matrix,) = block(document(programmes=rows), "programmes").tables
    notes = " ".join(words(note.parts, Room.WIDE) for note in matrix.notes)
    assert ("dibulatkan" in notes) == is_told


def test_a_worksheet_shows_its_table_under_the_key_of_its_part_and_nothing_without_rows(monkeypatch):
    def table(content):
        rows = tuple(Entry(((Cell(row["text"]),),)) for row in content["swot"])
        return Table("Analisis SWOT", (Column("Butir"),), (Group(rows),))

    monkeypatch.setitem(blocks.TABLES, "swot", blocks.worksheet("swot", table))
    assert blocks.read_by(["swot"]) == {"swot"}
    (drawn,) = blocks.block({"swot": [{"text": "Kabel serat"}]}, "swot").tables
    assert (drawn.title, len(drawn.groups[0].entries)) == ("Analisis SWOT", 1)
    assert blocks.block({"swot": []}, "swot").frame == "empty"
