"""Unknown is never zero, and every sum says how much of it is known."""

from hypothesis import given
from hypothesis import strategies as st

from masterplan.book.matrix import programmes_block
from masterplan.book.totals import joined, total
from tests.masterplan.book.documents import YEARS, document, indicator, money_row, programme, target_row

amounts = st.lists(st.one_of(st.none(), st.integers(0, 10**13)), max_size=40)


@given(amounts)
def test_a_total_is_the_sum_of_what_is_known_and_counts_the_rest(values):
    result = total(values)
    known = [value for value in values if value is not None]
    assert result.amount == (sum(known) if known else None)
    assert (result.filled, result.expected) == (len(known), len(values))


@given(amounts)
def test_an_unknown_amount_changes_no_sum_but_is_counted_as_missing(values):
    before, after = total(values), total([*values, None])
    assert after.amount == before.amount
    assert after.filled == before.filled
    assert after.expected == before.expected + 1
    assert after.note


@given(st.lists(amounts, max_size=6))
def test_a_total_of_totals_is_the_total_of_all(parts):
    assert joined(map(total, parts)) == total([value for part in parts for value in part])


def test_nothing_known_is_no_number_at_all():
    assert total([None, None]).text == ""
    assert total([None, None]).note == "0 dari 2 terisi"


def test_a_zero_that_was_filled_in_is_shown_and_counted():
    assert total(["0"]).text == "0"
    assert total(["0"]).note == ""


cells = st.dictionaries(
    st.sampled_from(YEARS), st.tuples(st.none(), st.one_of(st.none(), st.integers(0, 10**12).map(str)))
)


@given(st.lists(cells, min_size=1, max_size=5))
def test_the_matrix_adds_up_from_cell_to_programme_to_dimension_to_plan(filled):
    rows = [programme(n, dimension=("GOV", "ENV")[n % 2], cells=known) for n, known in enumerate(filled)]
    block = programmes_block(document(programmes=rows))
    known = [int(rupiah) for row in filled for _, rupiah in row.values() if rupiah is not None]
    assert block.total.amount == (sum(known) if known else None)
    assert block.total.filled == len(known)
    assert block.total.expected == len(filled) * len(YEARS)
    assert joined(group.total for group in block.groups) == block.total
    assert joined(row.total for group in block.groups for row in group.rows) == block.total


def test_years_outside_the_programme_are_not_expected():
    row = programme(1, start_year=2027, end_year=2028, cells={2027: ("1", "1000000")})
    block = programmes_block(document(programmes=[row]))
    assert block.total.note == "1 dari 2 terisi"


def test_the_amount_a_source_names_and_earlier_years_are_in_no_total():
    outside = [target_row(2025, "9"), target_row(2040, "12")]
    row = programme(
        1,
        source_amount="80000000000",
        indicators=[indicator(targets_outside=outside)],
        money_outside=[money_row(2025, "7000000")],
    )
    block = programmes_block(document(programmes=[row]))
    assert block.total.amount is None
    said = "Sebelum masterplan, 2025: 9 titik, Rp7 juta; Sesudah masterplan, 2040: 12 titik"
    assert block.groups[0].rows[0].outside == said
