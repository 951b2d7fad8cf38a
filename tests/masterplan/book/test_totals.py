"""Unknown is never zero, and every sum says how much of it is known."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from masterplan.book.matrix import programmes_block
from masterplan.book.totals import joined, total
from tests.masterplan.book.documents import YEARS, document, indicator, money_row, programme, target_row
from tests.masterplan.book.reading_tables import text_of

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


EXACT = st.integers(0, 10**8).map(lambda number: str(number * 10_000))
"""Rupiah that millions show without rounding."""
cells = st.dictionaries(st.sampled_from(YEARS), st.tuples(st.none(), st.one_of(st.none(), EXACT)))


@given(st.lists(cells, min_size=1, max_size=5))
def test_the_matrix_adds_up_from_cell_to_programme_to_dimension_to_plan(filled):
    rows = [programme(n, dimension=("GOV", "ENV")[n % 2], cells=known) for n, known in enumerate(filled)]
    (table,) = programmes_block(document(programmes=rows)).tables
    rupiah = [int(known) for row in filled for _, known in row.values() if known is not None]
    expected = total([*rupiah, *([None] * (len(filled) * len(YEARS) - len(rupiah)))])
    assert table.total[-1] == expected.cell
    listed = [text_of(entry.quiet[0][-1]) for group in table.groups for entry in group.entries]
    sums = [text_of(group.sum[-1]) for group in table.groups]
    assert len(listed) == len(filled)
    assert sum(map(millions, listed)) == sum(map(millions, sums)) == millions(text_of(table.total[-1]))


def millions(said):
    """The exact amount of a sum that is shown; nothing known counts as nothing."""
    figure = said.partition(" | ")[0]
    return Decimal(0) if figure == "kosong" else Decimal(figure.replace(".", "").replace(",", "."))


def test_years_outside_the_programme_are_not_expected():
    row = programme(1, start_year=2027, end_year=2028, cells={2027: ("1", "1000000")})
    (table,) = programmes_block(document(programmes=[row])).tables
    assert text_of(table.total[-1]) == "1 | 1 dari 2 terisi"


def test_the_amount_a_source_names_and_earlier_years_are_in_no_total():
    outside = [target_row(2025, "9"), target_row(2040, "12")]
    row = programme(
        1,
        source_amount="80000000000",
        indicators=[indicator(targets_outside=outside)],
        money_outside=[money_row(2025, "7000000")],
    )
    (table,) = programmes_block(document(programmes=[row])).tables
    assert text_of(table.total[-1]) == "kosong | 0 dari 10 terisi"
    said = "Sebelum masterplan, 2025: 9 titik, Rp7 juta; Sesudah masterplan, 2040: 12 titik"
    assert table.groups[0].entries[0].remark == said
