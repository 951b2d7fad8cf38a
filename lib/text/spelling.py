"""One spelling for each letter, found in time that grows with the text and no faster."""

import re
import unicodedata

MOST_MARKS = 30
"""What UAX #15 calls stream-safe. Composing sorts the marks on a letter, and two hundred thousand of them on
one letter, which a form of a few hundred kilobytes holds, take twenty seconds."""

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u206f\u2800\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
JOINERS = "\u200c\u200d"
EMOJI = "\u2190-\u27bf\u2b05-\u2b55\ufe0f\u20e3\U0001f000-\U0001faff"
UNSEEN_LETTER = re.compile(f"[{UNSEEN}]|(?<![{EMOJI}])[{JOINERS}]|[{JOINERS}](?![{EMOJI}])")
"""A letter that shows nothing. Copied text brings them along, soft hyphens and the marks around a name of an
address book above all. A joiner between emoji is kept: one family, not three people."""

PRIVATE_BULLET = re.compile(r"^[^\S\n]*(?:[\uf000-\uf0ff][^\S\n]*)+", re.MULTILINE)
"""What a list copied from a word processor begins its lines with: letters of no font but its own."""
DASHES = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
"""For a pattern: what people type for nothing, and in front of what is negative."""

ONLY_DASHES = re.compile(rf"[\s{DASHES}]*")
SUSPECT = re.compile(r"[^\x00-\u02ff]{31,}")  # every combining mark lies above


def shown(text: str) -> str:
    """What a reader sees of it: a reason of nothing but letters that show nothing is no reason."""
    return without_unseen(text).strip()


def without_unseen(text: str) -> str:
    return text if text.isascii() else UNSEEN_LETTER.sub("", text)


def is_blank(text: str) -> bool:
    """Nothing, or dashes alone, as tables have it where nothing is known."""
    return ONLY_DASHES.fullmatch(text) is not None


def nfc(text: str) -> str:
    """The composed form; ValueError for a letter with more marks than any language puts on one."""
    if text.isascii():
        return text
    for found in SUSPECT.finditer(text):
        refuse_piled_marks(found[0])
    return unicodedata.normalize("NFC", text)


def is_nfc(text: str) -> bool:
    if text.isascii():
        return True
    for found in SUSPECT.finditer(text):
        refuse_piled_marks(found[0])
    return unicodedata.is_normalized("NFC", text)


def refuse_piled_marks(text: str) -> None:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MOST_MARKS:
            raise ValueError(f"memuat lebih dari {MOST_MARKS} tanda pada satu huruf")
