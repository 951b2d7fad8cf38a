"""Invented targets and rupiah: plausible, the same every time, marked data ilustrasi everywhere."""

import hashlib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from masterplan.programmes.document import IndicatorData
from masterplan.programmes.tables import ProgrammeRow

MILLION = 10**6
# What should fall instead of rise, and how far in ten years.
FALLING = {"P-LIV-04": Decimal("7"), "P-ENV-02": Decimal("62"), "P-ENV-05": Decimal("430")}
CEILINGS = {"%": Decimal(100), "indeks": Decimal("4.2")}
FINE_UNITS = ("%", "indeks", "triliun rupiah")


@dataclass(frozen=True)
class Figures:
    """rupiah: by year, divided among no source."""

    indicator: IndicatorData
    rupiah: dict[int, int]


def figures_of(row: ProgrammeRow, years: range) -> Figures:
    """Ten years for one programme; what the sources know of it is kept."""
    known = row.indicator
    name, unit = (known.name, known.unit) if known else ("Layanan yang sudah berjalan penuh", "%")
    baseline = (
        known.baseline if known and known.baseline is not None else Decimal(draw(row.code, "dasar", 4, 30))
    )
    goal = _goal(row.code, unit, baseline)
    targets = {year: _step(baseline, goal, at, len(years), unit) for at, year in enumerate(years, 1)}
    rupiah = {year: _rupiah(row.code, at) for at, year in enumerate(years, 1)}
    return Figures(IndicatorData(name, unit, baseline=baseline, targets=targets), rupiah)


def draw(code: str, what: str, low: int, high: int) -> int:
    """A number between low and high that depends on the words alone."""
    digest = hashlib.sha256(f"{code}/{what}".encode()).digest()
    return low + int.from_bytes(digest[:4]) % (high - low + 1)


def _goal(code: str, unit: str, baseline: Decimal) -> Decimal:
    if code in FALLING:
        return FALLING[code]
    if unit in CEILINGS:
        room = CEILINGS[unit] - baseline
        return baseline + room * draw(code, "capaian", 70, 95) / 100
    if baseline == 0:
        return Decimal(draw(code, "capaian", 12, 60))
    return baseline * draw(code, "capaian", 150, 260) / 100


def _step(baseline: Decimal, goal: Decimal, at: int, whole: int, unit: str) -> Decimal:
    """Fast at first, slower towards the goal."""
    left = Decimal(whole - at) / whole
    value = goal - (goal - baseline) * left * left
    place = Decimal("0.1") if unit in FINE_UNITS else Decimal(1)
    return value.quantize(Decimal("0.01") if unit == "indeks" else place, ROUND_HALF_UP)


def _rupiah(code: str, at: int) -> int:
    """Builds up for three years, then runs at a steady cost."""
    base = draw(code, "pagu", 6, 60) * 50
    share = {1: 60, 2: 100, 3: 120}.get(at, 80)
    return base * share // 100 * MILLION
