"""Numbers the way the office writes them."""

from decimal import Decimal

import pytest

from opd import numbers

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
    assert numbers.parse(numbers.written(Decimal(number))) == Decimal(number)


def test_it_is_written_without_idle_zeros():
    assert numbers.written(Decimal("1250.500000")) == "1.250,5"
    assert numbers.written(Decimal("1E+3")) == "1.000"
