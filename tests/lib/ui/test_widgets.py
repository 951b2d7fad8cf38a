"""The portal's own template of a select draws what Django's does."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from pytest_django.asserts import assertHTMLEqual

from lib.ui.renderer import PortalRenderer

GROUPS = [
    ("", "Pilih"),
    ("Dinas <A>", [("a", "A & B"), (10001, "sepuluh ribu")]),
    ("b", "B"),
    (None, "tanpa"),
]


@pytest.mark.parametrize("widget", [forms.Select(choices=GROUPS), forms.SelectMultiple(choices=GROUPS)])
@pytest.mark.parametrize("value", [None, "", "a", 10001, ["a", "b"]])
def test_a_select_is_drawn_as_django_does(widget, value):
    attrs = {"id": "id_x", "required": True, "disabled": False}
    drawn = widget.render("nama", value, attrs, renderer=PortalRenderer())
    assertHTMLEqual(drawn, widget.render("nama", value, attrs, renderer=DjangoTemplates()))
