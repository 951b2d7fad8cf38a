from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.tables import values


@pytest.mark.parametrize("written", ["2022", " 1900 ", "2200"])
def test_a_year(written):
    assert values.parse_year(written) == int(written)


@pytest.mark.parametrize("written", ["1899", "2201", "22", "2022.0", "٢٠٢٢", "dua ribu"])
def test_no_year(written):
    with pytest.raises(ValueError, match="bukan tahun"):
        values.parse_year(written)


def test_a_date_is_iso_and_nothing_else():
    assert values.parse_date("2022-09-30") == date(2022, 9, 30)
    assert values.parse_date("1633-09-14", first_year=1000) == date(1633, 9, 14)
    for written in ("20220930", "2022-W39-5", "30-09-2022", "2022-9-30", "1633-09-14", "2022-09-30T00:00"):
        with pytest.raises(ValueError, match="bukan tanggal"):
            values.parse_date(written)
    with pytest.raises(ValueError, match="tidak ada dalam penanggalan"):
        values.parse_date("2023-02-29")


def test_text_is_nfc_stripped_and_of_one_line_unless_lines_are_wanted():
    written = " \u00a0Cafe\u0301 di\r\n  tepi\tpantai \u00a0"
    assert values.parse_text(written, 50) == "Caf\u00e9 di tepi pantai"
    assert values.parse_text(written, 50, lines=True) == "Caf\u00e9 di\ntepi pantai"


def test_a_non_breaking_space_inside_and_dashes_stay():
    assert (
        values.parse_text("Rp\u00a02 \u2013 3 miliar \u2014 lebih", 50)
        == "Rp\u00a02 \u2013 3 miliar \u2014 lebih"
    )


@pytest.mark.parametrize(
    "letter", ["\x00", "\x07", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\ufeff", "\uffff"]
)
def test_what_nobody_can_see_is_refused(letter):
    with pytest.raises(ValueError, match=f"U\\+{ord(letter):04X}"):
        values.parse_text(f"Dinas{letter}Sosial", 50)


@given(st.text(max_size=200))
def test_a_read_text_reads_the_same_again(text):
    try:
        once = values.parse_text(text, 500)
    except ValueError:
        return
    assert values.parse_text(once, 500) == once


def test_a_quoted_value_is_short_and_of_one_line():
    assert values.quoted("a\nb\x00") == "“a b\ufffd”"
    assert len(values.quoted("x" * 500)) == 42


@pytest.mark.parametrize(
    ("cell", "items"),
    [("a;b", ["a", "b"]), (" a ;; b; ", ["a", "b"]), (";", []), ("a, b", ["a, b"])],
)
def test_a_list_cell(cell, items):
    assert values.split_items(cell) == items
