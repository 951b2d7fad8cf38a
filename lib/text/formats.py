"""Numbers, money, dates and codes as formal Indonesian text writes them. Text in, text out."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lib import clock

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_UNITS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima"),
    *("enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)
_STEPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def angka(value: str | int | Decimal, places: int = 0) -> str:
    """1234.50 as 1.234,5; places fills up the decimals. Text that is no number stays as it is."""
    if not places and isinstance(value, str) and value.isascii() and value.isdecimal():
        return f"{int(value):,}".replace(",", ".")  # as nearly all numbers of a plan are
    try:
        number = Decimal(value)
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    whole, _, fraction = f"{number:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(places, "0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def decimals(values: Iterable[str | Decimal]) -> int:
    """The most decimals any of the values carries: what a row of a table is aligned to."""
    most = 0
    for value in values:
        try:
            exponent = Decimal(value).as_tuple().exponent
        except InvalidOperation:
            continue
        if isinstance(exponent, int):
            most = max(most, -exponent)
    return most


def rupiah(value: str | int) -> str:
    """80000000000 as Rp80.000.000.000."""
    return f"Rp{angka(int(value))}"


def juta(value: str | int) -> str:
    """Whole rupiah as millions, to two decimals: 2500000000 as 2.500, 500000 as 0,5."""
    millions = (Decimal(int(value)) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    if millions == 0 and int(value):
        return "<0,01"  # a small amount is not nothing
    return angka(format(millions, "f"))


ROUNDED = "Angka dalam juta dibulatkan; jumlah dihitung dari rupiah penuh."


def is_rounded(amounts: Iterable[str | int | None]) -> bool:
    """Whether `juta` shows any of these otherwise than it is, so that shown parts may miss the shown sum."""
    return any(amount is not None and int(amount) % 10_000 for amount in amounts)


def tanggal(value: str | date) -> str:
    """29 September 2022."""
    day = _local(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def hari_tanggal(value: str | date) -> str:
    """Kamis, 29 September 2022."""
    return f"{DAYS[_local(value).weekday()]}, {tanggal(value)}"


def tanggal_pendek(value: str | date) -> str:
    """29-09-2022."""
    return _local(value).strftime("%d-%m-%Y")


def jam(value: str | datetime) -> str:
    """16.05 WIT: the hour in the current time zone, and its name."""
    moment = _local(value)
    return moment.strftime("%H.%M %Z") if isinstance(moment, datetime) else ""


def waktu_lengkap(value: str | datetime) -> str:
    """29 September 2022, 10.42.18 WIT."""
    return f"{tanggal(value)}, {_local(value):%H.%M.%S %Z}"


def group_hash(digest: str, size: int = 4) -> list[str]:
    """A digest in groups a person can compare: 5e7d 19b2 ..."""
    return [digest[start : start + size] for start in range(0, len(digest), size)]


def roman(number: int) -> str:
    """IX for 9. Numbers below one have no roman form and stay as they are."""
    if number < 1:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def from_roman(text: str) -> int | None:
    """9 for IX; None for anything that is not a roman number as roman() writes it."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    if not text or any(sign not in values for sign in text):
        return None
    numbers = [values[sign] for sign in text]
    total = sum(
        -number if number < following else number
        for number, following in zip(numbers, [*numbers[1:], 0], strict=True)
    )
    return total if roman(total) == text else None


def terbilang(number: int) -> str:
    """2022 as dua ribu dua puluh dua."""
    if number < 0:
        return f"minus {terbilang(-number)}"
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _join(f"{_UNITS[number // 10]} puluh", number % 10)
    for step, word in _STEPS:
        if number >= step:
            count, rest = divmod(number, step)
            head = f"se{word}" if count == 1 and step <= 1000 else f"{terbilang(count)} {word}"
            return _join(head, rest)
    return _UNITS[number]


def _join(head: str, rest: int) -> str:
    return f"{head} {terbilang(rest)}" if rest else head


def _local(value: str | date) -> date:
    """A date, or a moment in the current time zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(clock.zone())
    return value
