"""Numbers and rupiah the way the office and its files write them."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.text import numbers
from lib.text.numbers import RUPIAH_LIMIT, parse_rupiah

AMOUNTS = st.integers(0, RUPIAH_LIMIT - 1)
SPACES = st.sampled_from(["", " ", "\u00a0", "\u202f", " \u00a0 ", "\n", "\u200b"])
CURRENCIES = st.sampled_from(["", "Rp", "rp", "RP", "Rp.", "IDR"])
WORDS = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "JT": 10**6,
    "Miliar": 10**9,
    "milyar": 10**9,
    "M": 10**9,
    "TRILIUN": 10**12,
    "T": 10**12,
}
ENDINGS = st.sampled_from(
    ["", ",00", ",-", ",--", ",=", ".-", " ,-", ",\u2013", " rupiah", ",- rupiah", " IDR", ".-."]
)

READ = {
    "0": "0",
    "007": "7",
    "1250": "1250",
    "1.250": "1250",
    "1,250": "1250",
    "1.250.000": "1250000",
    "1,250,000": "1250000",
    "1 250": "1250",
    "1\u00a0250\u202f000": "1250000",
    "1,5": "1.5",
    "1.5": "1.5",
    "12.50": "12.5",
    "1.2500": "1.25",
    "12,3450": "12.345",
    "0,373": "0.373",
    "0.250": "0.25",
    "0,000001": "0.000001",
    "1.250,50": "1250.5",
    "1,250.50": "1250.5",
    "1 250,345": "1250.345",
    " -2,3 ": "-2.3",
    "\u20132,3": "-2.3",
    "\u22122": "-2",
    "-1.250": "-1250",
    "-0": "0",
}
BLANKS = ["", " ", "-", "\u2013", "\u2014", "--", " - ", "\u2212\u00a0"]


@pytest.mark.parametrize(("typed", "number"), READ.items())
def test_it_is_read(typed, number):
    assert numbers.parse(typed) == Decimal(number)


@pytest.mark.parametrize("typed", BLANKS)
def test_nothing_and_dashes_alone_are_no_number(typed):
    assert numbers.parse(typed) is None
    assert parse_rupiah(typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("25.000", "“25.000” dibaca 25000 (ribuan); bila pecahan, tulis 25,0000"),
        ("-1,250", "“-1,250” dibaca 1250 (ribuan); bila pecahan, tulis 1,2500"),
        *((typed, "") for typed in ("25000", "1.250.000", "1 250", "1.250,5", "0,373", "12.5", "12,3450")),
    ],
)
def test_what_could_mean_a_fraction_and_was_read_as_thousands_is_told(typed, told):
    remarks: list[str] = []
    numbers.parse(typed, remarks.append)
    assert "".join(remarks) == told


@pytest.mark.parametrize("typed", ["1250.000", "1234,567", "007.123"])
def test_thousands_that_are_not_grouped_as_such_are_refused_with_both_spellings(typed):
    with pytest.raises(ValueError, match=r"dapat dibaca dua cara; tulis .* bila ribuan, .*0 bila pecahan"):
        numbers.parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("satu", "51,2%", "1e3", "Infinity", "NaN", "٣", "1,", ",5", "+5", "--5", "9" * 50),
        *("1.25.000", "1.250.00", "1,250.500,1", "12 50", "1.250 000"),
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="bukan angka; tulis misalnya"):
        numbers.parse(typed)


def test_what_the_database_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="terlalu besar"):
        numbers.parse("1" * 15)
    with pytest.raises(ValueError, match="terlalu halus"):
        numbers.parse("0,1234567")
    assert numbers.parse("9" * 14 + ",999999") == Decimal("9" * 14 + ".999999")


NUMBERS = st.decimals(-(10**14) + 1, 10**14 - 1, allow_nan=False, places=6) | st.integers(
    -(10**9), 10**9
).map(lambda number: Decimal(number) / 1000)


@given(NUMBERS)
@example(Decimal("12.345"))
@example(Decimal("-1250.500000"))
@example(Decimal("0.373"))
def test_what_is_written_is_read_back_as_the_same_number(number):
    told: list[str] = []
    assert numbers.parse(numbers.write(number), told.append) == number
    assert not told or (number == number.to_integral_value() and 1000 <= abs(number) < 10**6)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("12.345", "12,3450"),
        ("1250.345000", "1.250,3450"),
        ("-0.373", "-0,373"),
        ("1250.500000", "1.250,5"),
        ("1E+3", "1.000"),
    ],
)
def test_a_fraction_of_three_decimals_is_written_with_a_fourth(number, text):
    assert numbers.write(Decimal(number)) == text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5.21", "5.21"),
        ("5,21", "5.21"),
        ("1.250", "1.25"),
        ("1,500", "1.5"),
        ("007", "7"),
        ("-0,0", "0"),
        ("\u22123,5", "-3.5"),
        (" 1.00000000\n", "1"),
        ("99999999999999.999999", "99999999999999.999999"),
    ],
)
def test_in_json_a_point_opens_the_fraction(written, number):
    assert numbers.decimal_text(numbers.parse_machine(written)) == number


@pytest.mark.parametrize(
    "written",
    ["1.234.567", "1.234,5", "1 234", "5.", ".5", "+5", "--5", "1e3", "NaN", "٣", "5%", "", "-", "9" * 61],
)
def test_what_is_no_number_of_a_program(written):
    with pytest.raises(ValueError, match="bukan angka"):
        numbers.parse_machine(written)


@given(st.text(max_size=30) | st.text(alphabet="0123456789., Rpjutamil-=()\u00a0\u2013", max_size=20))
def test_no_text_at_all_is_more_than_refused(text):
    readers: tuple[Callable[[str], Any], ...] = (numbers.parse, parse_rupiah, numbers.parse_machine)
    for read in readers:
        with suppress(ValueError):
            assert abs(read(text) or 0) < RUPIAH_LIMIT


def dotted(amount, sign="."):
    return f"{amount:,}".replace(",", sign)


@given(AMOUNTS, CURRENCIES, SPACES, ENDINGS)
def test_an_amount_reads_the_same_in_every_form(amount, currency, space, tail):
    for written in (str(amount), dotted(amount), dotted(amount, " ")):
        assert parse_rupiah(f"{space}{currency}{space}{written}{tail}{space}") == amount


@given(AMOUNTS, st.sampled_from(sorted(WORDS)), CURRENCIES, SPACES, st.booleans())
def test_an_amount_in_words_of_scale_reads_to_the_rupiah(amount, word, currency, space, points):
    whole, rest = divmod(amount, WORDS[word])
    places = len(str(WORDS[word])) - 1
    fraction = f"{rest:0{places}}".rstrip("0")
    number = dotted(whole) if points else str(whole)
    if len(fraction) == 3 and whole:
        fraction += "0"
    written = f"{number},{fraction}" if fraction else number
    assert parse_rupiah(f"{currency}{space}{written}{space}{word}") == amount


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("80000000000", 80_000_000_000),
        ("80.000.000.000", 80_000_000_000),
        ("Rp2,9 miliar", 2_900_000_000),
        ("1,5 miliar", 1_500_000_000),
        ("300 juta", 300_000_000),
        ("1,2 triliun", 1_200_000_000_000),
        ("Rp\u00a036,9\u00a0miliar", 36_900_000_000),
        ("1.500 juta", 1_500_000_000),
        ("Rp 1.000.000,00", 1_000_000),
        ("Rp5.000,-", 5_000),
        ("0", 0),
        ("0,5 juta", 500_000),
        ("0.500 miliar", 500_000_000),
        ("1.5 miliar", 1_500_000_000),
        ("2,1250 miliar", 2_125_000_000),
        ("1,000,000", 1_000_000),
        ("Rp 1.000.000,--", 1_000_000),
        ("Rp 1.000.000,=", 1_000_000),
        ("1,25 M", 1_250_000_000),
        ("750 jt,-", 750_000_000),
        ("750 juta rupiah", 750_000_000),
        ("IDR 1.000.000 rupiah", 1_000_000),
        ("Rp -", None),
        ("999.999.999.999.999", RUPIAH_LIMIT - 1),
    ],
)
def test_amounts_as_the_format_lists_them(written, amount):
    assert parse_rupiah(written) == amount


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1.500 juta", "“1.500 juta” dibaca 1500000000 rupiah"),
        ("80,000", "“80,000” dibaca 80000 rupiah"),
        *((typed, "") for typed in ("80.000", "80.000.000", "Rp1,5 miliar", "1,000,000")),
    ],
)
def test_an_amount_that_could_be_a_thousand_times_less_is_told(written, told):
    remarks: list[str] = []
    parse_rupiah(written, remarks.append)
    assert "".join(remarks) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("-5", "tidak boleh negatif"),
        ("Rp-5.000", "tidak boleh negatif"),
        ("\u22125 juta", "tidak boleh negatif"),
        ("(5.000)", "tidak boleh negatif"),
        ("2.75", "pecahan rupiah"),
        ("1,5", "pecahan rupiah"),
        ("0,0000000001 miliar", "pecahan rupiah"),
        ("2,125 miliar", "“2,125” dapat dibaca dua cara; tulis 2.125 bila ribuan, 2,1250 bila pecahan"),
        ("1250.000", "dua cara"),
        ("5 lakh", "satuan “lakh” tidak dikenal"),
        ("1.000 triliun", "terlalu besar"),
        ("9" * 16, "terlalu besar"),
        ("9" * 61, "bukan jumlah rupiah"),
        ("80.00.000", "bukan jumlah rupiah"),
        ("80.000 000", "bukan jumlah rupiah"),
        ("1e9", "bukan jumlah rupiah"),
        ("Rp", "bukan jumlah rupiah"),
        ("nihil", "bukan jumlah rupiah"),
        ("5 miliar 300 juta", "bukan jumlah rupiah"),
        ("2-3 miliar", "bukan jumlah rupiah"),
        ("٥٠٠", "bukan jumlah rupiah"),
    ],
)
def test_nothing_is_guessed(written, told):
    with pytest.raises(ValueError, match=told):
        parse_rupiah(written)
