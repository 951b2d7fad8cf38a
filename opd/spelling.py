"""One spelling for each letter, found in time that grows with the text and no faster."""

import re
import unicodedata

MOST_MARKS = 30
"""What UAX #15 calls stream-safe. Composing sorts the marks on a letter, and two hundred thousand of them on
one letter, which a form of a few hundred kilobytes holds, take twenty seconds."""

SUSPECT = re.compile(r"[^\x00-\u02ff]{31,}")  # every combining mark lies above


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
