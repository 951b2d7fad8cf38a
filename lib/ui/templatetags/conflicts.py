"""What a page with two texts of one field needs: where they differ, and how large the box of one must be."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from math import ceil

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PIECES = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 1_500  # pieces between the ends that are the same; what is longer is one change
PER_ROW, MOST_ROWS = 48, 14

Run = tuple[str, str]  # a piece of the first text and of the second; the same where they agree


def runs(mine: str, theirs: str) -> list[Run]:
    """Both texts from beginning to end, cut where they part and where they meet again."""
    ours, stored = PIECES.findall(mine), PIECES.findall(theirs)
    found: list[Run] = []
    for run in cuts(ours, stored):
        if run == ("", ""):
            continue
        parts_here = run[0] != run[1]
        if len(found) > 1 and parts_here and is_gap(found[-1]) and found[-2][0] != found[-2][1]:
            (m1, t1), (m2, t2) = found.pop(-2), found.pop()
            run = (m1 + m2 + run[0], t1 + t2 + run[1])  # words that changed beside each other are one change
        found.append(run)
    return found


def is_gap(run: Run) -> bool:
    return run[0] == run[1] and not run[0].strip()


def cuts(ours: list[str], stored: list[str]) -> Iterator[Run]:
    """What is the same at both ends is cut off first: few people change a whole text."""
    most = min(len(ours), len(stored))
    first = next((n for n in range(most) if ours[n] != stored[n]), most)
    last = next((n for n in range(most - first) if ours[-1 - n] != stored[-1 - n]), most - first)
    yield "".join(ours[:first]), "".join(stored[:first])
    yield from parted(ours[first : len(ours) - last], stored[first : len(stored) - last])
    yield "".join(ours[len(ours) - last :]), "".join(stored[len(stored) - last :])


def parted(ours: list[str], stored: list[str]) -> Iterator[Run]:
    if max(len(ours), len(stored)) > MOST:
        yield "".join(ours), "".join(stored)
        return
    for _, i1, i2, j1, j2 in SequenceMatcher(None, ours, stored).get_opcodes():
        yield "".join(ours[i1:i2]), "".join(stored[j1:j2])


@register.filter
def marked(theirs: str, mine: str) -> SafeString:
    """The stored text; <ins> is in it alone, <del> in one's own alone."""
    drawn = []
    for ours, stored in runs(plain(mine), plain(theirs)):
        if ours == stored:
            drawn.append(escape(stored))
            continue
        drawn += [f"<del>{escape(ours)}</del>"] if ours else []
        drawn += [f"<ins>{escape(stored)}</ins>"] if stored else []
    return mark_safe("".join(drawn))  # noqa: S308 - every piece is escaped above


def plain(text: str) -> str:
    """Browsers send line ends as CRLF."""
    return str(text).replace("\r\n", "\n")


@register.filter
def rows(text: str) -> int:
    """Lines of the box that shows a text whole, up to a screenful."""
    lines = plain(text).split("\n")
    return min(sum(max(1, ceil(len(line) / PER_ROW)) for line in lines), MOST_ROWS)
