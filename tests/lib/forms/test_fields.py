"""Form fields for what people type."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from lib.forms.fields import DayField, LinkField, NumberField, ProseField, TextField, YearField


def sentence(field, typed):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    return refusal.value.messages[0]


def test_text_is_one_clean_line_in_nfc():
    assert TextField().clean("  Cafe\u0301\tdi\nkota ") == "Café di kota"


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x7f", "\u202e", "\ufeff", "\ud800"])
def test_invisible_letters_are_refused_and_named(hidden):
    assert f"U+{ord(hidden):04X}" in sentence(TextField(), f"Dinas{hidden}")


def test_text_that_is_too_long_is_refused_with_both_lengths():
    assert sentence(TextField(max_length=5), "enam huruf") == "Terlalu panjang: 10 huruf, paling banyak 5."


def test_prose_keeps_its_lines():
    assert ProseField().clean("satu\r\n  dua\u2028tiga") == "satu\ndua\ntiga"


def test_nothing_is_refused_only_where_something_is_needed():
    assert TextField(required=False).clean("  ") == ""
    assert NumberField(required=False).clean(" ") is None
    assert YearField(required=False).clean("") is None
    assert DayField(required=False).clean("") is None
    for field in (TextField(), NumberField(), YearField(), DayField()):
        assert sentence(field, " ") == "Wajib diisi."


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://contoh.id", "contoh.id", "https://a b", "data:text/html,x"]
)
def test_only_web_addresses_become_links(typed):
    assert "http" in sentence(LinkField(), typed)


def test_a_number_shows_as_it_is_typed():
    field = NumberField()
    assert field.clean("1.250,5") == Decimal("1250.5")
    assert field.prepare_value(Decimal("1250.500000")) == "1.250,5"
    assert field.prepare_value("12a") == "12a"


@pytest.mark.parametrize("typed", ["22", "2.022", "20222", "1899", "2201", "dua ribu", "-2022"])
def test_a_year_has_four_digits_within_its_bounds(typed):
    assert "empat angka" in sentence(YearField(), typed)


def test_a_year_has_no_point_between_thousands():
    assert YearField().prepare_value(2022) == "2022"
    assert YearField(first=2020, last=2030).clean(" 2022 ") == 2022


@pytest.mark.parametrize("typed", ["2022-09-29", "29-09-2022", "29/09/2022", "29.09.2022"])
def test_a_day_is_read_from_the_calendar_or_as_people_write_it(typed):
    assert DayField().clean(typed) == date(2022, 9, 29)


@pytest.mark.parametrize("typed", ["31-02-2022", "besok", "0001-01-01", "9999-12-31", "2022"])
def test_a_day_that_is_none_or_far_off_is_refused(typed):
    assert sentence(DayField(), typed)
