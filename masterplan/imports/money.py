"""Rupiah as people write it."""

import re

from opd.imports.values import quoted

LIMIT = 10**15
FACTORS = {"": 1, "ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}

SPACE = re.compile(r"[\s\u200b\u2060]+")
CURRENCY = re.compile(r"rp\.? ?")
CLOSING_DASH = re.compile(r",[-\u2013]$")  # Rp5.000,-
AMOUNT = re.compile(
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:,(?P<fraction>[0-9]+))? ?(?P<word>[a-z]*)"
)
NEGATIVE = re.compile(r"[-\u2212\u2013(]")
POINT_AS_COMMA = re.compile(r"[0-9]+\.[0-9]+ ?[a-z]*")
COMMA_AS_POINT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")


def parse_rupiah(raw: str) -> int:
    """Whole rupiah. A point parts thousands, a comma opens the fraction: `80.000.000.000`, `Rp2,9 miliar`.
    ValueError with the reason for everything else, and for a fraction of a rupiah."""
    text = CURRENCY.sub("", SPACE.sub(" ", raw).strip().casefold(), count=1)
    if NEGATIVE.match(text) or NEGATIVE.match(raw.strip()):
        raise ValueError(f"{quoted(raw)} negatif; jumlah rupiah tidak boleh negatif")
    found = AMOUNT.fullmatch(CLOSING_DASH.sub("", text)) if len(text) <= 60 else None
    if found is None:
        raise ValueError(_refusal(raw, text))
    if found["word"] not in FACTORS:
        raise ValueError(f"satuan {quoted(found['word'])} tidak dikenal; tulis juta, miliar atau triliun")
    factor, fraction = FACTORS[found["word"]], found["fraction"] or ""
    scale: int = 10 ** len(fraction)
    part, rest = divmod(int(fraction or 0) * factor, scale)
    if rest:
        raise ValueError(f"{quoted(raw)} memuat pecahan rupiah; tulis rupiah bulat")
    amount = int(re.sub("[. ]", "", found["whole"])) * factor + part
    if amount >= LIMIT:
        raise ValueError(f"{quoted(raw)} terlalu besar; paling banyak di bawah seribu triliun rupiah")
    return amount


def _refusal(raw: str, text: str) -> str:
    if POINT_AS_COMMA.fullmatch(text):
        return f"{quoted(raw)} memakai titik; titik memisahkan ribuan, pecahan ditulis 1,5 miliar"
    if COMMA_AS_POINT.fullmatch(text):
        return f"{quoted(raw)} memakai koma; ribuan dipisahkan dengan titik (80.000.000.000)"
    return f"{quoted(raw)} bukan jumlah rupiah; tulis misalnya 80.000.000.000 atau Rp2,9 miliar"
