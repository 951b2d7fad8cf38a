"""Printed codes of verification: 80 random bits, easy to read aloud and to type."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from html import unescape
from urllib.parse import unquote

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 16
WORD = re.compile("[0-9A-Za-z]+")
LOOKALIKES = str.maketrans("OIL", "011")
NESTED = 3
"""Addresses in addresses: a mail program's, a messenger's, the portal's own."""


def new_token() -> str:
    """Sixteen characters without dashes, as stored."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed(token: str) -> str:
    """In groups of four: 7K2M-9QXR-…"""
    return "-".join(token[i : i + 4] for i in range(0, len(token), 4))


def found_in(text: str) -> list[str]:
    """Every code that `text`, perhaps a whole message or address, can hold: as stored, in its order.

    Case and whatever stands between the letters of a code do not matter; O reads as 0, I and L as 1.
    """
    words = [word.upper().translate(LOOKALIKES) for word in WORD.findall(decoded(text))]
    return [code for start in range(len(words)) if (code := _code_at(words, start))]


def decoded(text: str) -> str:
    """The text itself. An address in an address is encoded once more, and HTML writes letters its own way."""
    for _ in range(NESTED):
        text = unquote(text)
    return unicodedata.normalize("NFKC", unescape(text))


def _code_at(words: Sequence[str], start: int) -> str:
    """The words from `start` on that make exactly one code; empty where they do not."""
    code = ""
    for word in words[start : start + LENGTH]:
        code += word
        if len(code) >= LENGTH:
            break
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
