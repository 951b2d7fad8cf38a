"""Years as columns: which horizon they stand under, and what an empty cell means."""

from lib.tables.neutral import Cell
from masterplan.book.measures import amount_cells, in_blocks, measures
from masterplan.book.years import OUTSIDE, unknown, year_blocks, year_columns
from tests.masterplan.book.documents import YEARS, document, programme


def target_cells(row, blocks):
    (measure,) = measures(row, in_blocks(blocks))
    return measure.targets


def test_a_horizon_takes_the_years_that_shorter_ones_left():
    blocks = year_blocks(document())
    assert [(block.label, block.years[0], block.years[-1]) for block in blocks] == [
        ("Jangka Pendek", "2027", "2031"),
        ("Jangka Panjang", "2032", "2036"),
    ]


def test_years_of_no_horizon_stand_without_a_heading():
    blocks = year_blocks(document(horizons=[]))
    assert [(block.label, len(block.years)) for block in blocks] == [("", len(YEARS))]


def test_empty_neighbours_are_drawn_together_but_never_across_a_horizon():
    blocks = year_blocks(document())
    cells = target_cells(programme(1), blocks)
    assert cells == (unknown(5), unknown(5))
    assert [column.over.number for column in year_columns(blocks)] == [1] * 5 + [2] * 5


def test_the_spans_of_a_row_always_cover_every_year():
    blocks = year_blocks(document())
    row = programme(1, start_year=2028, end_year=2034, cells={2029: ("1", "1000000"), 2030: ("2", None)})
    for cells in (target_cells(row, blocks), amount_cells(row, blocks)):
        assert sum(cell.span for cell in cells) == len(YEARS)


def test_empty_outside_and_zero_are_three_things():
    blocks = year_blocks(document())
    row = programme(1, start_year=2027, end_year=2029, cells={2027: ("0", "0")})
    first, second, third = target_cells(row, blocks)[:3]
    assert first == Cell("0")
    assert (second, second.span, second.text) == (unknown(2), 2, "kosong")
    assert third == OUTSIDE


def test_a_known_number_outside_the_programmes_years_is_still_shown():
    row = programme(1, start_year=2027, end_year=2028, cells={2036: ("7", None)})
    assert target_cells(row, year_blocks(document()))[-1].text == "7"


def test_targets_of_one_row_have_the_same_decimals():
    row = programme(1, cells={2027: ("16", None), 2028: ("9.5", None), 2029: ("1200", None)})
    assert [cell.text for cell in target_cells(row, year_blocks(document()))[:3]] == [
        "16,0",
        "9,5",
        "1.200,0",
    ]
