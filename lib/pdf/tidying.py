"""What means nothing in HTML but costs or misleads the layout engine: spaces at edges, endless words."""

import re
from collections.abc import Iterator
from typing import Any, Protocol

BLOCKS = frozenset(
    ("p", "td", "th", "dd", "dt", "li", "h1", "h2", "h3", "h4", "caption", "figcaption", "div", "small")
)
"""Elements that begin and end a line; small is one of them in the print styles."""

# Spaces that do not break a line, U+00A0 above all, are letters here.
ENDLESS = re.compile("[^\t\n\r\f \u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000]{101,}")
PIECE = re.compile(r".{60}(?=.)")
"""Hyphenation tries every place of a word anew for every line: one of 2000 letters takes ten seconds, one of
20 000 hours; forty thousand words joined by spaces that do not break took minutes. A SHA-256 has 64 letters
and stays whole."""


class Element(Protocol):
    tag: Any
    text: str | None
    tail: str | None

    def iter(self) -> Iterator["Element"]: ...
    def __iter__(self) -> Iterator["Element"]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> "Element": ...


def trim_blocks(root: Element) -> None:
    """Drop spaces at both ends of a block and around line breaks, where HTML ignores them.

    The engine measures them, finds a line that just fits too long, and breaks it after its first word.
    """
    for element in root.iter():
        if element.tag in BLOCKS:
            element.text = (element.text or "").lstrip()
            _trim_end(element)
            _trim_breaks(element)


def _trim_end(block: Element) -> None:
    if len(block):
        block[-1].tail = (block[-1].tail or "").rstrip()
    else:
        block.text = (block.text or "").rstrip()


def _trim_breaks(block: Element) -> None:
    before: Element | None = None
    for child in block:
        if child.tag == "br" or child.tag in BLOCKS:
            child.tail = (child.tail or "").lstrip()
            if before is None:
                block.text = (block.text or "").rstrip()
            else:
                before.tail = (before.tail or "").rstrip()
        before = child


def part_endless_words(root: Element) -> None:
    """Allow a line break after every 60 letters of what is longer than any word."""
    for element in root.iter():
        element.text = _parted(element.text)
        element.tail = _parted(element.tail)


def _parted(text: str | None) -> str | None:
    return text and ENDLESS.sub(lambda word: PIECE.sub("\\g<0>\u200b", word[0]), text)
