"""Which letters the book can print, and what is told of a text that holds others or that lost some."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from lib.text.spelling import PRIVATE_BULLET, UNSEEN_LETTER

IN_FONTS = (
    "\r\u0020-\u007e\u00a0-\u00ff\u0102\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u0300\u0301\u0303"
    "\u0304\u0308\u0309\u0323\u0329\u2002\u2009\u200b\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2032"
    "\u2033\u2039\u203a\u2044\u20ac\u2122\u2191\u2193\u2212\u2215\ufeff"
)
"""For a pattern: what the fonts in `static/book/fonts` have together. Read from them once, since reading them
takes a library that a web process does not load; the test reads them anew."""

NOT_IN_FONTS = re.compile(f"[^{IN_FONTS}]")
NEEDS_NO_GLYPH = ("Zs", "Zl", "Zp", "Cc", "Cf")  # a space is laid out by its width
VARIANTS = re.compile("[\ufe00-\ufe0f]")
MOST_NAMED = 5


def unprintable(text: str) -> list[str]:
    """The letters of it, each once, that would be empty boxes in the book."""
    if text.isascii():
        return []
    return [letter for letter in dict.fromkeys(NOT_IN_FONTS.findall(text)) if not _has_glyphs(letter)]


def remarks_on(raw: str) -> Iterator[str]:
    """What was removed from a text and what the book cannot print, a clause each."""
    if raw.isascii():
        return
    if unseen := dict.fromkeys(UNSEEN_LETTER.findall(raw)):
        codes = ", ".join(f"U+{ord(letter):04X}" for letter in list(unseen)[:MOST_NAMED])
        yield f"tanda yang tidak terlihat dihapus ({codes})"
    if boxes := unprintable(PRIVATE_BULLET.sub("", UNSEEN_LETTER.sub("", raw))):
        yield f"tidak ada dalam huruf cetak buku, di sana menjadi kotak kosong: {named(boxes)}"


def named(letters: Sequence[str]) -> str:
    """As people read them, with their numbers: "中 (U+4E2D)"; of many the first."""
    return ", ".join(map(_named, letters[:MOST_NAMED])) + (" …" if len(letters) > MOST_NAMED else "")


def _has_glyphs(letter: str) -> bool:
    """Layout puts a letter together from its parts, and leaves out what has no shape of its own."""
    if unicodedata.category(letter) in NEEDS_NO_GLYPH or VARIANTS.match(letter):
        return True
    parts = unicodedata.normalize("NFD", letter)
    return parts != letter and not NOT_IN_FONTS.search(parts)


def _named(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    return code if unicodedata.category(letter).startswith("C") else f"{letter} ({code})"
