"""Groups of a long list: folded on a phone, each with its count, and opened by a tap without a script."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()

LONGEST = 30
"""Rows that a list shows on a phone without folding."""


@register.simple_block_tag
def group_head(content: SafeString, rows: int, groups: int, is_open: object = False) -> str:
    """The name of a group and its count. `rows` are those on the page, `groups` how many groups they are in.

    Stands first in an element of the class `folds`; the style sheet hides what follows it there. A list that
    was searched or filtered is open, and so is the only group of a list.
    """
    shown = {"content": content, "is_open": is_open or groups < 2}
    return get_template("ui/group_head.html").render(shown) if rows > LONGEST else content
