"""Numbers and rupiah as text: one reader for forms and files, and what it reads back.

A single point or comma before exactly three digits parts thousands, unless the part before it is 0. JSON and
the API carry the numbers of machines (`parse_machine`)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from lib.tables.values import quoted
from lib.text.formats import angka
from lib.text.spelling import DASHES, is_blank, shown

WHOLE_DIGITS, DECIMALS = 14, 6
LONGEST, LONGEST_AMOUNT = 40, 80
RUPIAH_LIMIT = 10**15
FACTORS = {
    **dict.fromkeys(("", "rupiah", "rp", "idr"), 1),
    **dict.fromkeys(("ribu", "rb"), 10**3),
    **dict.fromkeys(("juta", "jt"), 10**6),
    **dict.fromkeys(("miliar", "milyar", "m", "mlr"), 10**9),
    **dict.fromkeys(("triliun", "trilyun", "trilliun", "t"), 10**12),
}

GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<sign>[., ])[0-9]{3}(?:(?P=sign)[0-9]{3})*)"
    r"(?:(?!(?P=sign))[.,](?P<fraction>[0-9]+))?"
)
PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<fraction>[0-9]+))?")
SPACE = re.compile(r"\s+")
MINUS = re.compile("[-\u2212\u2013]")
CURRENCY = re.compile(r"(?:rp|idr)\.? ?")
CLOSING = re.compile(f" ?[.,] ?[={DASHES}]{{1,3}}(?=[ .a-z]|$)")  # Rp5.000,-  5.000,--  5.000,=  5.000.-
NEGATIVE = re.compile(f"[({DASHES}].*[0-9]")
AMOUNT = re.compile(r"(?P<digits>[0-9][0-9., ]*?) ?(?P<word>[a-z]*)\.?(?: ?(?:rupiah|rp|idr))?\.?")

Tell: TypeAlias = Callable[[str], None]


class _Digits(NamedTuple):
    """`sign` is the point or comma that could have opened a fraction too and was read as thousands."""

    whole: str
    fraction: str
    sign: str


def _no_notice(remark: str) -> None:
    """For readers who show no notices."""


def parse(raw: str, tell: Tell = _no_notice) -> Decimal | None:
    """The number, None for nothing or dashes alone; ValueError with a reason for the person who wrote it.

    "1.250" and "1,250" are 1250, "0,373", "1,5" and "1.5" fractions, "1.250,5" and "1,250.5" both. `tell`
    hears how a text was read that could mean two things.
    """
    text = SPACE.sub(" ", shown(raw))
    if is_blank(text):
        return None
    unsigned = MINUS.sub("", text, count=1) if MINUS.match(text) else text
    digits = _digits(unsigned)
    if digits is None:
        raise ValueError(f"{quoted(raw)} bukan angka; tulis misalnya 1.250 atau 5,21, satuannya terpisah")
    number = _bounded(digits.whole, digits.fraction)
    if digits.sign:
        as_fraction = unsigned.replace(".", ",") + "0"
        tell(f"{quoted(text)} dibaca {number} (ribuan); bila pecahan, tulis {as_fraction}")
    return -number if unsigned is not text and number else number


def parse_rupiah(raw: str, tell: Tell = _no_notice) -> int | None:
    """Whole rupiah: "80.000.000.000", "Rp2,9 miliar", "750 jt", "Rp 5.000,--"; None for nothing or dashes
    alone. ValueError with the reason for all else and for a fraction of a rupiah."""
    text = CURRENCY.sub("", SPACE.sub(" ", shown(raw)).casefold(), count=1)
    if is_blank(shown(raw)) or (text and is_blank(text)):
        return None
    if NEGATIVE.match(text) or NEGATIVE.match(raw.strip()):
        raise ValueError(f"{quoted(raw)} negatif; jumlah rupiah tidak boleh negatif")
    found = AMOUNT.fullmatch(CLOSING.sub("", text)) if len(text) <= LONGEST_AMOUNT else None
    digits = _digits(found["digits"]) if found else None
    if found is None or digits is None:
        raise ValueError(
            f"{quoted(raw)} bukan jumlah rupiah; tulis misalnya 80.000.000.000 atau Rp2,9 miliar"
        )
    if found["word"] not in FACTORS:
        raise ValueError(f"satuan {quoted(found['word'])} tidak dikenal; tulis juta, miliar atau triliun")
    factor = FACTORS[found["word"]]
    if digits.sign == "," and factor > 1:  # Rp2,125 miliar: a thousand times too much is no slip to tell of
        raise ValueError(_two_ways(found["digits"]))
    amount = _whole_rupiah(raw, digits, factor)
    if digits.sign == "," or (digits.sign and factor > 1):
        tell(f"{quoted(raw)} dibaca {amount} rupiah")
    return amount


def parse_machine(raw: str) -> Decimal:
    """The number as programs write it, in the JSON of a region folder: a point or comma opens the fraction
    and nothing stands between thousands."""
    text = raw.strip().replace("\u2212", "-")
    found = PLAIN.fullmatch(text.removeprefix("-")) if len(text) <= LONGEST else None
    if found is None:
        raise ValueError(f"{quoted(raw)} bukan angka; tulis misalnya 1234567,5 tanpa pemisah ribuan")
    number = _bounded(found["whole"].lstrip("0"), found["fraction"] or "")
    return -number if text.startswith("-") and number else number


def write(value: Decimal | int) -> str:
    """The text that `parse` reads as this number: 12.345 as 12,3450."""
    text = angka(value)
    whole, sign, fraction = text.partition(",")
    return f"{text}0" if sign and len(fraction) == 3 and whole.lstrip("-") != "0" else text


def decimal_text(value: Decimal) -> str:
    """ "14" for Decimal("14.000000"): the one spelling of a number in documents and the API."""
    return format(value.normalize() + 0, "f")


def _digits(text: str) -> _Digits | None:
    """None for what is no number; ValueError for a number of two meanings. The whole part has no zeros in
    front."""
    if len(text) > LONGEST:
        return None
    if found := GROUPED.fullmatch(text):
        sign = found["sign"]
        is_single = found["fraction"] is None and found["whole"].count(sign) == 1
        whole = found["whole"].replace(sign, "")
        return _Digits(whole, found["fraction"] or "", sign.strip() if is_single else "")
    if found := PLAIN.fullmatch(text):
        whole, fraction = found["whole"].lstrip("0"), found["fraction"] or ""
        if whole and len(fraction) == 3:
            raise ValueError(_two_ways(text))
        return _Digits(whole, fraction, "")
    return None


def _two_ways(text: str) -> str:
    whole, fraction = text[:-4], text[-3:]
    thousands = angka(int(whole + fraction))
    spellings = f"tulis {thousands} bila ribuan, {whole},{fraction}0 bila pecahan"
    return f"{quoted(text)} dapat dibaca dua cara; {spellings}"


def _bounded(whole: str, fraction: str) -> Decimal:
    fraction = fraction.rstrip("0")
    if len(whole) > WHOLE_DIGITS:
        raise ValueError(f"terlalu besar; paling banyak {WHOLE_DIGITS} angka di depan koma")
    if len(fraction) > DECIMALS:
        raise ValueError(f"terlalu halus; paling banyak {DECIMALS} angka di belakang koma")
    return Decimal(f"{whole or 0}.{fraction}" if fraction else whole or "0")


def _whole_rupiah(raw: str, digits: _Digits, factor: int) -> int:
    part, rest = divmod(int(digits.fraction or 0) * factor, int(10 ** len(digits.fraction)))
    if rest:
        raise ValueError(f"{quoted(raw)} memuat pecahan rupiah; tulis rupiah bulat")
    amount = int(digits.whole or 0) * factor + part
    if amount >= RUPIAH_LIMIT:
        raise ValueError(f"{quoted(raw)} terlalu besar; paling banyak di bawah seribu triliun rupiah")
    return amount
