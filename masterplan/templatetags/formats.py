"""Names of the forms in which a book can be had."""

from django import template

from masterplan.versions.files.formats import MAIN

register = template.Library()


@register.simple_tag
def main_format() -> str:
    """The form that pages mean by the book."""
    return MAIN.label
