"""Form fields for what people type."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from lib.forms.fields import (
    DayField,
    LinkField,
    NumberField,
    ProseField,
    RupiahField,
    TargetField,
    TextField,
    YearField,
)
from lib.forms.remarks import remarks


def sentence(field, typed):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    return refusal.value.messages[0]


def test_text_is_one_clean_line_in_nfc():
    assert TextField().clean("  Cafe\u0301\tdi\nkota ") == "Café di kota"


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x7f", "\u202e", "\ud800"])
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
    assert field.clean(field.prepare_value(Decimal("12.345000"))) == Decimal("12.345")


@pytest.mark.parametrize("typed", ["-", "\u2013", "--"])
def test_dashes_alone_are_nothing(typed):
    for field in (NumberField, YearField, RupiahField, TargetField):
        assert field(required=False).clean(typed) is None
        assert sentence(field(), typed) == "Wajib diisi."


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (NumberField(), "1,250", ["“1,250” dibaca 1250 (ribuan); bila pecahan, tulis 1,2500"]),
        (NumberField(), "1.250", []),
        (RupiahField(), "1.500 juta", []),
        (RupiahField(), "80,000", ["“80,000” dibaca 80000 rupiah"]),
    ],
)
def test_a_comma_that_was_read_as_thousands_is_told(field, typed, told):
    class Form(forms.Form):
        amount = field

    form = Form({"amount": typed})
    assert form.is_valid()
    assert remarks(form) == [f"Amount: {remark}." for remark in told]


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
