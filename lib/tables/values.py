"""What a cell or a JSON text may hold. Every parser returns a clean value or raises ValueError with a reason
to print."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from lib.text.search import searchable
from lib.text.spelling import PRIVATE_BULLET, nfc, shown

CODE, CODE_OPD = 20, 30
UNIT = SHORT = 60
NAME = 200
URL = 500
PROSE = 20_000

FIRST_YEAR, LAST_YEAR = 1900, 2200

# Control characters, bidirectional overrides, half surrogates and non-characters: invisible, so never meant.
# U+FFFD stands where a program lost a letter.
FORBIDDEN = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
CELL_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!"
    r"|GETTING_DATA)|^\s*(?:#{3,}|Err:[0-9]{3})\s*$"
)
LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CODE_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SLUG_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEAR = re.compile(r"[0-9]{4}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
URL_SHAPE = re.compile(r"https?://[^\s\"<>\\]+")
# "benar" and "salah" are what a spreadsheet with Indonesian settings writes for its own flags.
FLAGS = dict.fromkeys(("yes", "ya", "true", "benar"), True) | dict.fromkeys(
    ("no", "tidak", "false", "salah"), False
)
NO_ADDRESS = "Tulis alamat lengkap yang dimulai dengan http:// atau https://."


def quoted(raw: str, room: int = 40) -> str:
    """The value as it may stand in a message: one line, at most `room` letters, nothing invisible."""
    shown = " ".join(FORBIDDEN.sub("\ufffd", raw).split())
    return f"\u201c{shown[: room - 1]}\u2026\u201d" if len(shown) > room else f"\u201c{shown}\u201d"


def suggestion(value: str, options: Iterable[str]) -> str:
    """A closing remark when one option is near; empty otherwise, and for lists too long to compare."""
    known = list(options)
    near = get_close_matches(value, known, n=1, cutoff=0.75) if len(known) <= 200 else []
    return f"; mungkin maksudnya {quoted(near[0])}" if near else ""


def unknown(value: str, options: Iterable[str]) -> str:
    return f"{quoted(value)} tidak dikenal{suggestion(value, options)}"


def refuse_cell_error(text: str) -> None:
    """A spreadsheet's own sign that its formula has no value."""
    if found := CELL_ERROR.search(text):
        raise ValueError(f"memuat galat lembar kerja {found[0]}; betulkan rumusnya, lalu simpan ulang")


def refuse_forbidden(text: str) -> None:
    if found := FORBIDDEN.search(text):
        raise ValueError(f"memuat {_named(found[0])}; ketik ulang teks ini")


def _named(letter: str) -> str:
    if letter == "\ufffd":
        return "tanda ganti huruf yang rusak (U+FFFD)"
    return f"huruf tak terlihat U+{ord(letter):04X}"


def parse_text(raw: str, limit: int, *, lines: bool = False) -> str:
    """NFC, stripped, nothing invisible, at most `limit` letters; without `lines`, a break is a space and a
    list copied from a word processor has no bullets."""
    text = LINE_BREAK.sub("\n", nfc(shown(raw)))
    refuse_forbidden(text)
    text = PRIVATE_BULLET.sub("\u2022 " if lines else "", text)
    text = "\n".join(line.strip(" \t") for line in text.split("\n")).strip()
    text = text.replace("\t", " ") if lines else re.sub(r"[\n\t]+", " ", text)
    if len(text) > limit:
        raise ValueError(f"terlalu panjang: {len(text)} huruf, paling banyak {limit}")
    return text


def parse_code(raw: str, limit: int = CODE) -> str:
    text = parse_text(raw, limit)
    if text and not CODE_SHAPE.fullmatch(text):
        raise ValueError(
            f"kode {quoted(text)} hanya boleh memuat huruf A-Z, angka, titik, garis bawah dan tanda hubung"
        )
    return text


def parse_url(raw: str, limit: int = URL) -> str:
    """Only http and https: the address becomes a link on a page."""
    text = parse_text(raw, limit)
    if text and not URL_SHAPE.fullmatch(text):
        raise ValueError(f"alamat {quoted(text)} harus dimulai dengan http:// atau https:// dan tanpa spasi")
    return text


def parse_year(raw: str) -> int:
    text = raw.strip()
    if not YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(f"{quoted(text)} bukan tahun antara {FIRST_YEAR} dan {LAST_YEAR}")
    return int(text)


def parse_date(raw: str, first_year: int = FIRST_YEAR) -> date:
    text = raw.strip()
    if DATE.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"tanggal {quoted(text)} tidak ada dalam penanggalan") from None
        if first_year <= day.year <= LAST_YEAR:
            return day
    raise ValueError(f"{quoted(text)} bukan tanggal; tulis tahun-bulan-hari, misalnya 2022-09-30")


def parse_flag(raw: str) -> bool:
    flag = FLAGS.get(raw.strip().casefold())
    if flag is None:
        raise ValueError(f"{quoted(raw)} harus yes atau no (ya atau tidak)")
    return flag


def split_items(raw: str) -> list[str]:
    """The parts of a `;`-separated cell, stripped, without empty ones."""
    return [item for part in raw.split(";") if (item := part.strip())]


def reference_key(raw: str) -> str:
    """Equal for spellings that differ only in case or in kinds of spaces, apostrophes and dashes."""
    return searchable(raw)
