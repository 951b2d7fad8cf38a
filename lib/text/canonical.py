"""Canonical JSON (RFC 8785) of a document and its SHA-256: the same bytes everywhere, for ever."""

import hashlib
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import rfc8785

from lib.text.numbers import decimal_text

AS_IT_IS = {int, bool, type(None)}


def canonical(document: dict[str, Any]) -> str:
    """The canonical text; encode as UTF-8 for the bytes that are hashed."""
    return rfc8785.dumps(document).decode("utf-8")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def plain(value: Any) -> Any:
    """Texts in NFC, dates as ISO, decimals as normalised strings; floats are refused.

    Most values are numbers or ASCII, and those are plain: asked where they stand, they cost no call.
    """
    kind = type(value)
    if kind is dict:
        return {
            key: item if type(item) in AS_IT_IS or (type(item) is str and item.isascii()) else plain(item)
            for key, item in value.items()
        }
    if kind is list or kind is tuple:
        return [
            item if type(item) in AS_IT_IS or (type(item) is str and item.isascii()) else plain(item)
            for item in value
        ]
    return _plain_leaf(value)


def _plain_leaf(value: Any) -> Any:
    if isinstance(value, str):
        return (
            value
            if value.isascii() or unicodedata.is_normalized("NFC", value)
            else unicodedata.normalize("NFC", value)
        )
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError("a float has no place in a frozen document")
    return value


def decimal(value: Decimal | None) -> str | None:
    """Without trailing zeros or exponent: Decimal("14.000000") -> "14"."""
    return None if value is None else _decimal_text(value)


# Equal numbers have one text, so it is found by number.
_decimal_text = lru_cache(maxsize=10_000)(decimal_text)


def money(value: int | None) -> str | None:
    """Whole rupiah as a string, since JSON numbers lose digits above 2**53."""
    return None if value is None else str(value)
