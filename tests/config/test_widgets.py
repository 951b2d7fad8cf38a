"""Widgets written out in Python are, byte for byte, what Django's templates draw."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from config.forms import PortalRenderer
from config.widgets import DRAWN, FOLDER

ODD = ["", "a", "<b>&\"'", "1234567", "ka\u00a0ta", mark_safe("<i>"), 1234567, None, True, False]
GROUPS = [
    ("", "Pilih"),
    ("Dinas <A>", [("a", "A & B"), (10001, "sepuluh ribu")]),
    ("b", "B"),
    (None, "tanpa"),
]
WIDGETS = [
    forms.TextInput(),
    forms.HiddenInput(),
    forms.NumberInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.DateInput(),
    forms.TimeInput(),
    forms.Textarea(attrs={"rows": "4"}),
    forms.Select(choices=GROUPS),
    forms.SelectMultiple(choices=GROUPS),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [*ODD, date(2026, 11, 24), ["a", "b"]], ids=repr)
@pytest.mark.parametrize("attrs", [{}, {"id": "id_x", "required": True, "disabled": False, "max": 1234567}])
def test_is_drawn_as_django_does(widget, value, attrs):
    drawn = widget.render("nama", value, attrs, renderer=PortalRenderer())
    assert drawn == widget.render("nama", value, attrs, renderer=TemplatesSetting())


@given(st.text(), st.text(), st.dictionaries(st.text(min_size=1), st.text() | st.booleans(), max_size=3))
def test_whatever_stands_in_it_is_escaped_the_same(value, label, attrs):
    for widget in (
        forms.TextInput(),
        forms.Textarea(),
        forms.Select(choices=[(value, label), (label, value)]),
    ):
        drawn = widget.render("nama", value, attrs, renderer=PortalRenderer())
        assert drawn == widget.render("nama", value, attrs, renderer=TemplatesSetting())


def test_every_name_in_the_table_is_a_template_of_django():
    for name in DRAWN:
        assert TemplatesSetting().get_template(name).template.name == name
    assert f"{FOLDER}/checkbox.html" not in DRAWN
