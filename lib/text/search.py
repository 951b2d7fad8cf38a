"""One spelling for what is searched and for what is typed into a search box."""

import re
import unicodedata
from collections.abc import Iterable

from lib.text.spelling import nfc, without_unseen

APOSTROPHES = "`´\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2032\u2035\ua78b\ua78c"
QUOTES = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\ufe58\ufe63"
MARKS = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"') | dict.fromkeys(DASHES, "-")
)
SPACES = re.compile(r"\s+")


def searchable(text: str) -> str:
    """Lower case, one kind of space, apostrophe, quotation mark and dash, no letter that shows nothing.

    Raises ValueError for a letter with more marks than any language puts on one.
    """
    # Marks first: the compatibility form of an acute accent is a space with a mark on it.
    plain = unicodedata.normalize("NFKC", nfc(without_unseen(text)).translate(MARKS)).translate(MARKS)
    return SPACES.sub(" ", plain.casefold()).strip()


def search_text(values: Iterable[object]) -> str:
    """What a row is found by: its values, each on a line, so that no search runs from one into the next."""
    return "\n".join(searchable(str(value)) for value in values if value)
