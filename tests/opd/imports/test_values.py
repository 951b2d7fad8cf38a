from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd.imports import values

NUMBERS = st.decimals(
    min_value=Decimal("-99999999999999.999999"),
    max_value=Decimal("99999999999999.999999"),
    places=6,
    allow_nan=False,
)


@given(NUMBERS, st.sampled_from(".,"), st.sampled_from(["", " ", "\u00a0", "\n"]))
def test_a_number_reads_the_same_with_point_or_comma(number, sign, space):
    written = f"{space}{number:f}{space}".replace(".", sign)
    assert values.parse_decimal(written) == number


@given(NUMBERS)
def test_every_number_has_one_spelling(number):
    spelled = values.decimal_text(number)
    assert Decimal(spelled) == number
    assert values.decimal_text(values.parse_decimal(spelled)) == spelled
    assert spelled != "-0"
    assert "." not in spelled or not spelled.endswith("0")


@given(st.text(max_size=30))
def test_no_text_at_all_makes_the_number_reader_stumble(text):
    try:
        number = values.parse_decimal(text)
    except ValueError:
        return
    assert number.is_finite()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5.21", "5.21"),
        ("5,21", "5.21"),
        ("1.234", "1.234"),  # the format knows no thousands separators
        ("1,500", "1.5"),
        ("007", "7"),
        ("0", "0"),
        ("-0,0", "0"),
        ("-3,5", "-3.5"),
        ("\u22123,5", "-3.5"),
        ("1.00000000", "1"),
        ("99999999999999.999999", "99999999999999.999999"),
    ],
)
def test_numbers_as_people_write_them(written, number):
    assert values.decimal_text(values.parse_decimal(written)) == number


@pytest.mark.parametrize(
    "written",
    [
        "1.234.567",
        "1.234,5",
        "1 234",
        "1_000",
        "5.",
        ".5",
        "+5",
        "--5",
        "1e3",
        "NaN",
        "Infinity",
        "٣",
        "5%",
        "",
        "9" * 61,
    ],
)
def test_what_is_no_number(written):
    with pytest.raises(ValueError, match=r"bukan angka|pemisah ribuan"):
        values.parse_decimal(written)


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
