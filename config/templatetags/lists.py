"""What long lists are made of. A hundred rows feel every `url`, `include` and `for`, so these write the same
markup in one step; they keep what does not change from row to row."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from config.templatetags.portal import status_markup

register = template.Library()

PLACE = 987_654_321  # stands for the row's id while an address is taken apart
OUTSIDE = mark_safe('<span class="muted">di luar masterplan</span>')  # noqa: S308 -- no value in it
COMMA = mark_safe(", ")  # noqa: S308 -- no value in it


class Count(Protocol):
    """masterplan.selectors.programmes.Filled"""

    @property
    def expected(self) -> int: ...
    @property
    def is_complete(self) -> bool: ...
    @property
    def text(self) -> str: ...


@lru_cache(maxsize=64)
def parts_of(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after


@register.simple_tag
def to(name: str, pk: int) -> str:
    """The address of one row: what `{% url name pk %}` says, looked up once for the whole list."""
    before, after = parts_of(name)
    return f"{before}{pk}{after}"


@register.simple_tag
def filled(count: Count) -> str:
    """ "16 dari 20", with a warning where something is missing."""
    if not count.expected:
        return OUTSIDE
    return count.text if count.is_complete else status_markup("warn", count.text, "", False)


@register.filter
def codes(names: Iterable[str]) -> SafeString:
    """Codes that do not break, with commas between."""
    return format_html_join(COMMA, '<span class="nowrap">{}</span>', ((name,) for name in names))
