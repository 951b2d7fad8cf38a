"""Numbers, money and dates as formal Indonesian text writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text.formats import (
    angka,
    decimals,
    from_roman,
    group_hash,
    hari_tanggal,
    jam,
    juta,
    roman,
    rupiah,
    tanggal,
    tanggal_pendek,
    terbilang,
)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1234567.5", 0, "1.234.567,5"),
        ("14", 0, "14"),
        ("14", 2, "14,00"),
        ("5.21", 1, "5,21"),
        ("0", 0, "0"),
        ("-3.5", 0, "-3,5"),
        (2000, 0, "2.000"),
        ("belum ada", 0, "belum ada"),
        ("NaN", 0, "NaN"),
    ],
)
def test_a_number_has_points_between_thousands_and_a_comma_for_decimals(value, places, shown):
    assert angka(value, places) == shown


def test_the_decimals_of_a_row_are_those_of_its_most_exact_number():
    assert decimals(["16", "9.5", "2.25", "kira-kira"]) == 2
    assert decimals([]) == 0


def test_rupiah_stands_at_its_number():
    assert rupiah("80000000000") == "Rp80.000.000.000"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2500000000", "2.500"), ("500000", "0,5"), ("0", "0"), ("1234567", "1,23"), ("4999", "<0,01")],
)
def test_millions_are_rounded_to_two_decimals_and_a_small_amount_is_not_nothing(value, shown):
    assert juta(value) == shown


@given(st.integers(0, 10**15))
def test_whole_millions_are_written_without_loss(millions):
    assert juta(millions * 1_000_000).replace(".", "") == str(millions)


def test_dates_are_written_out():
    assert tanggal("2022-09-29") == "29 September 2022"
    assert hari_tanggal(date(2022, 9, 29)) == "Kamis, 29 September 2022"
    assert tanggal_pendek("2022-09-29") == "29-09-2022"


def test_a_moment_is_told_in_western_indonesian_time_wherever_it_was_noted():
    assert jam("2022-09-12T16:05:00+07:00") == jam("2022-09-12T09:05:00+00:00") == "16.05 WIB"
    assert tanggal("2022-09-12T20:00:00+00:00") == "13 September 2022"


def test_a_digest_is_grouped_by_four():
    assert group_hash("5e7d19b2c0") == ["5e7d", "19b2", "c0"]


@given(st.integers(1, 3999))
def test_a_roman_number_reads_back_as_the_same_number(number):
    assert from_roman(roman(number)) == number


@pytest.mark.parametrize("text", ["", "IIII", "A", "VX", "iv"])
def test_what_is_no_roman_number_reads_as_none(text):
    assert from_roman(text) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1000, "seribu"),
        (2022, "dua ribu dua puluh dua"),
        (1_100_000, "satu juta seratus ribu"),
        (-5, "minus lima"),
    ],
)
def test_a_number_is_spelt_out(number, words):
    assert terbilang(number) == words
