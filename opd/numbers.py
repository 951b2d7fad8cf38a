"""Numbers as people in the office write them: point between thousands, comma before the fraction."""

import re
from decimal import Decimal

WHOLE_DIGITS, DECIMALS = 14, 6
LONGEST = 40

PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
TWO_WAYS = re.compile(r"[0-9]+(?:[.,][0-9]+)+")


def parse(text: str) -> Decimal:
    """ "1.250" is 1250, "1,5" one and a half; "1.5" can mean two things and is refused with a hint."""
    raw = text.strip().replace("\u2212", "-")
    sign, digits = ("-", raw[1:]) if raw.startswith("-") else ("", raw)
    if len(digits) > LONGEST or not (PLAIN.fullmatch(digits) or GROUPED.fullmatch(digits)):
        raise ValueError(_reason(digits))
    whole, _, fraction = digits.replace(".", "").partition(",")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if len(whole) > WHOLE_DIGITS:
        raise ValueError(f"Terlalu besar; paling banyak {WHOLE_DIGITS} angka di depan koma.")
    if len(fraction) > DECIMALS:
        raise ValueError(f"Terlalu halus; paling banyak {DECIMALS} angka di belakang koma.")
    number = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return -number if sign and number else number


def _reason(digits: str) -> str:
    if len(digits) <= LONGEST and TWO_WAYS.fullmatch(digits):
        return (
            f"“{digits}” dapat dibaca dua cara. Tulis koma untuk pecahan (1,5), "
            "titik hanya di antara ribuan (1.250)."
        )
    return "Tulis angka saja, misalnya 1.250 atau 5,21. Satuan ada isiannya sendiri."


def written(number: Decimal) -> str:
    """1250.50 → "1.250,5": the way `parse` reads it back."""
    whole, _, fraction = f"{number:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")
