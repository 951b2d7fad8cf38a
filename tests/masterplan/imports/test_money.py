"""Rupiah as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterplan.imports.money import LIMIT, parse_rupiah

AMOUNTS = st.integers(0, LIMIT - 1)
SPACES = st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", " \u00a0 ", "\n", "\u200b"])
CURRENCIES = st.sampled_from(["", "Rp", "rp", "RP", "Rp."])
WORDS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "Miliar": 10**9, "milyar": 10**9, "TRILIUN": 10**12}


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


@given(st.text(max_size=40) | st.text(alphabet="0123456789., Rpjutamil-()\u00a0", max_size=20))
def test_no_text_at_all_makes_the_reader_stumble(text):
    try:
        amount = parse_rupiah(text)
    except ValueError:
        return
    assert 0 <= amount < LIMIT


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
        ("999.999.999.999.999", LIMIT - 1),
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
