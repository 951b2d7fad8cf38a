"""Numbers and rupiah the way the office and its files write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import numbers
from lib.text.formats import angka
from lib.text.numbers import RUPIAH_LIMIT, parse_rupiah

AMOUNTS = st.integers(0, RUPIAH_LIMIT - 1)
SPACES = st.sampled_from(["", " ", "\u00a0", "\u202f", " \u00a0 ", "\n", "\u200b"])
CURRENCIES = st.sampled_from(["", "Rp", "rp", "RP", "Rp."])
WORDS = {"ribu": 10**3, "juta": 10**6, "Miliar": 10**9, "milyar": 10**9, "TRILIUN": 10**12}

READ = {
    "0": "0",
    "007": "7",
    "1250": "1250",
    "1.250": "1250",
    "1.250.000": "1250000",
    "1,5": "1.5",
    "1,250": "1.25",
    "0,000001": "0.000001",
    "1.250,50": "1250.5",
    " -2,3 ": "-2.3",
    "\u22122": "-2",
    "-0": "0",
}


@pytest.mark.parametrize(("typed", "number"), READ.items())
def test_it_is_read(typed, number):
    assert numbers.parse(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["1.5", "1.25", "0.250", "12.50", "1,250.5", "1,250,000", "1.2500", "1250.000"]
)
def test_what_can_mean_two_things_is_refused_with_both_spellings(typed):
    with pytest.raises(ValueError, match="dua cara"):
        numbers.parse(typed)


@pytest.mark.parametrize(
    "typed", ["", "-", "satu", "51,2%", "1 250", "1e3", "Infinity", "NaN", "٣", "1,", ",5", "9" * 50]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="Tulis angka saja"):
        numbers.parse(typed)


def test_what_the_database_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="Terlalu besar"):
        numbers.parse("1" * 15)
    with pytest.raises(ValueError, match="Terlalu halus"):
        numbers.parse("0,1234567")
    assert numbers.parse("9" * 14 + ",999999") == Decimal("9" * 14 + ".999999")


@pytest.mark.parametrize("number", ["0", "7", "1250", "1250.5", "1000000", "-2.3", "0.000001", "1250.500000"])
def test_what_is_written_is_read_back(number):
    assert numbers.parse(angka(number)) == Decimal(number)


def test_it_is_written_without_idle_zeros():
    assert angka(Decimal("1250.500000")) == "1.250,5"
    assert angka(Decimal("1E+3")) == "1.000"


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
def test_in_a_file_a_point_opens_the_fraction(written, number):
    assert numbers.decimal_text(numbers.parse(written, point="decimal")) == number


@pytest.mark.parametrize(
    "written",
    ["1.234.567", "1.234,5", "1 234", "5.", ".5", "+5", "--5", "1e3", "NaN", "٣", "5%", "", "9" * 61],
)
def test_what_is_no_number_of_a_file(written):
    with pytest.raises(ValueError, match="bukan angka"):
        numbers.parse(written, point="decimal")


@given(st.text(max_size=30) | st.text(alphabet="0123456789., Rpjutamil-()\u00a0", max_size=20))
def test_no_text_at_all_is_more_than_refused(text):
    for read in (numbers.parse, parse_rupiah, lambda text: numbers.parse(text, point="decimal")):
        try:
            number = Decimal(read(text))
            assert abs(number) < RUPIAH_LIMIT
        except ValueError:
            continue


def dotted(amount, sign="."):
    return f"{amount:,}".replace(",", sign)


@given(AMOUNTS, CURRENCIES, SPACES, st.sampled_from(["", ",00", ",-"]))
def test_an_amount_reads_the_same_in_every_form(amount, currency, space, tail):
    for written in (str(amount), dotted(amount), dotted(amount, " ")):
        assert parse_rupiah(f"{space}{currency}{space}{written}{tail}{space}") == amount


@given(AMOUNTS, st.sampled_from(sorted(WORDS)), CURRENCIES, SPACES, st.booleans())
def test_an_amount_in_words_of_scale_reads_to_the_rupiah(amount, word, currency, space, points):
    whole, rest = divmod(amount, WORDS[word])
    places = len(str(WORDS[word])) - 1
    fraction = f"{rest:0{places}}".rstrip("0")
    number = dotted(whole) if points else str(whole)
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
        ("999.999.999.999.999", RUPIAH_LIMIT - 1),
    ],
)
def test_amounts_as_the_format_lists_them(written, amount):
    assert parse_rupiah(written) == amount


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("-5", "tidak boleh negatif"),
        ("Rp-5.000", "tidak boleh negatif"),
        ("\u22125 juta", "tidak boleh negatif"),
        ("(5.000)", "tidak boleh negatif"),
        ("1.5 miliar", "titik memisahkan ribuan"),
        ("2.75", "titik memisahkan ribuan"),
        ("0.500 miliar", "titik memisahkan ribuan"),
        ("1,000,000", "ribuan dipisahkan dengan titik"),
        ("1,5", "pecahan rupiah"),
        ("0,0000000001 miliar", "pecahan rupiah"),
        ("1.000 triliun", "terlalu besar"),
        ("9" * 16, "terlalu besar"),
        ("9" * 61, "bukan jumlah rupiah"),
        ("5 jt", "satuan “jt” tidak dikenal"),
        ("5 M", "satuan “m” tidak dikenal"),
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
