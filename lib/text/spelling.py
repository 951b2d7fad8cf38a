"""One spelling for each letter, found in time that grows with the text and no faster."""

import re
import unicodedata

MOST_MARKS = 30
"""What UAX #15 calls stream-safe. Composing sorts the marks on a letter, and two hundred thousand of them on
one letter, which a form of a few hundred kilobytes holds, take twenty seconds."""

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""For a pattern: letters that show nothing. Copied text brings them along, soft hyphens above all."""

NOTHING = re.compile(f"[{UNSEEN}]+")
DASHES = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
"""For a pattern: what people type for nothing, and in front of what is negative."""

ONLY_DASHES = re.compile(rf"[\s{DASHES}]*")
SUSPECT = re.compile(r"[^\x00-\u02ff]{31,}")  # every combining mark lies above


def shown(text: str) -> str:
    """What a reader sees of it: a reason of nothing but letters that show nothing is no reason."""
    return (text if text.isascii() else NOTHING.sub("", text)).strip()


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
