"""Numbers and rupiah as text: one reader for forms and files. `lib.text.formats.angka` writes them."""

import re
from decimal import Decimal
from typing import Literal

from lib.tables.values import quoted

WHOLE_DIGITS, DECIMALS = 14, 6
LONGEST = 40
RUPIAH_LIMIT = 10**15
FACTORS = {"": 1, "ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}

NUMBER = re.compile(
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:,(?P<fraction>[0-9]+))? ?(?P<word>[a-z]*)"
)
TWO_WAYS = re.compile(r"[0-9]+(?:[.,][0-9]+)+")
SPACE = re.compile(r"[\s\u200b\u2060]+")
CURRENCY = re.compile(r"rp\.? ?")
CLOSING_DASH = re.compile(r",[-\u2013]$")  # Rp5.000,-
NEGATIVE = re.compile(r"[-\u2212\u2013(]")
POINT_AS_COMMA = re.compile(r"[0-9]+\.[0-9]+ ?[a-z]*")
COMMA_AS_POINT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")


def parse(text: str, *, point: Literal["thousands", "decimal"] = "thousands") -> Decimal:
    """The number; ValueError with a sentence for the person who wrote it.

    point: what a "." means. "thousands", as people type: "1.250" is 1250, "1,25" is one and a quarter, "1.5"
    is refused, since it can mean two things. "decimal", as programs write the files of a region folder:
    "1.250" and "1,250" are one and a quarter, and nothing stands between thousands.
    """
    raw = text.strip().replace("\u2212", "-")
    digits = raw.removeprefix("-")
    found = _split(digits.replace(".", ",") if point == "decimal" else digits)
    if found is None or found["word"] or " " in digits:
        raise ValueError(_no_number(digits) if point == "thousands" else _no_number_of_a_file(raw))
    whole = found["whole"].replace(".", "").lstrip("0") or "0"
    fraction = (found["fraction"] or "").rstrip("0")
    if len(whole) > WHOLE_DIGITS:
        raise ValueError(f"Terlalu besar; paling banyak {WHOLE_DIGITS} angka di depan koma.")
    if len(fraction) > DECIMALS:
        raise ValueError(f"Terlalu halus; paling banyak {DECIMALS} angka di belakang koma.")
    number = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return -number if raw.startswith("-") and number else number


def parse_rupiah(raw: str) -> int:
    """Whole rupiah: "80.000.000.000", "Rp2,9 miliar", "1,25 miliar". ValueError with the reason for all else
    and for a fraction of a rupiah."""
    text = CURRENCY.sub("", SPACE.sub(" ", raw).strip().casefold(), count=1)
    if NEGATIVE.match(text) or NEGATIVE.match(raw.strip()):
        raise ValueError(f"{quoted(raw)} negatif; jumlah rupiah tidak boleh negatif")
    found = _split(CLOSING_DASH.sub("", text))
    if found is None:
        raise ValueError(_no_rupiah(raw, text))
    if found["word"] not in FACTORS:
        raise ValueError(f"satuan {quoted(found['word'])} tidak dikenal; tulis juta, miliar atau triliun")
    factor, fraction = FACTORS[found["word"]], found["fraction"] or ""
    part, rest = divmod(int(fraction or 0) * factor, int(10 ** len(fraction)))
    if rest:
        raise ValueError(f"{quoted(raw)} memuat pecahan rupiah; tulis rupiah bulat")
    amount = int(re.sub("[. ]", "", found["whole"])) * factor + part
    if amount >= RUPIAH_LIMIT:
        raise ValueError(f"{quoted(raw)} terlalu besar; paling banyak di bawah seribu triliun rupiah")
    return amount


def decimal_text(value: Decimal) -> str:
    """ "14" for Decimal("14.000000"): the one spelling of a number in documents and the API."""
    return format(value.normalize() + 0, "f")


def _split(text: str) -> re.Match[str] | None:
    return NUMBER.fullmatch(text) if len(text) <= LONGEST else None


def _no_number(digits: str) -> str:
    if len(digits) <= LONGEST and TWO_WAYS.fullmatch(digits):
        return (
            f"“{digits}” dapat dibaca dua cara. Tulis koma untuk pecahan (1,5), "
            "titik hanya di antara ribuan (1.250)."
        )
    return "Tulis angka saja, misalnya 1.250 atau 5,21. Satuan ada isiannya sendiri."


def _no_number_of_a_file(raw: str) -> str:
    return f"{quoted(raw)} bukan angka; tulis misalnya 1234567,5 tanpa pemisah ribuan"


def _no_rupiah(raw: str, text: str) -> str:
    if POINT_AS_COMMA.fullmatch(text):
        return f"{quoted(raw)} memakai titik; titik memisahkan ribuan, pecahan ditulis 1,5 miliar"
    if COMMA_AS_POINT.fullmatch(text):
        return f"{quoted(raw)} memakai koma; ribuan dipisahkan dengan titik (80.000.000.000)"
    return f"{quoted(raw)} bukan jumlah rupiah; tulis misalnya 80.000.000.000 atau Rp2,9 miliar"
