"""The slice of one OPD as a page shows it: every item with its role, targets and rupiah."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bimtek.models import Dimension
from commitments.models import Commitment
from commitments.slices import GENERAL
from masterplan.models import FundingSource, Horizon, Masterplan
from pdf.formats import angka

Json = Mapping[str, Any]
LEAD, SUPPORT = "Penanggung jawab", "Pendukung"


@dataclass(frozen=True)
class YearRow:
    label: str
    target: str | None
    rupiah: str | None


@dataclass(frozen=True)
class Item:
    """One programme an OPD pledges. Supporting items have neither targets nor rupiah."""

    code: str
    name: str
    role: str
    dimension: str = ""
    horizon: str = ""
    period: str = ""
    quick_win: bool = False
    funding: str = ""
    indicator: str = ""
    unit: str = ""
    targets: str = ""
    with_target: int = 0
    rupiah: int | None = None
    with_rupiah: int = 0
    years: tuple[YearRow, ...] = ()
    lead_name: str = ""

    @property
    def is_lead(self) -> bool:
        return self.role == LEAD

    @property
    def filled_years(self) -> tuple[YearRow, ...]:
        return tuple(row for row in self.years if row.target is not None or row.rupiah is not None)


@dataclass(frozen=True)
class Reading:
    statement: str
    is_general: bool
    items: tuple[Item, ...]

    @property
    def led(self) -> int:
        return sum(item.is_lead for item in self.items)

    @property
    def supported(self) -> int:
        return len(self.items) - self.led

    @property
    def rupiah(self) -> int | None:
        """The sum of what is known; None when no item of the slice names an amount."""
        known = [item.rupiah for item in self.items if item.rupiah is not None]
        return sum(known) if known else None

    @property
    def cells(self) -> int:
        return sum(len(item.years) for item in self.items)


@dataclass(frozen=True)
class Words:
    """Codes of a slice and the names people know them by."""

    dimensions: Mapping[str, str]
    horizons: Mapping[str, str]
    funding: Mapping[str, str]


def words_of(plan: Masterplan) -> Words:
    """Three queries."""
    return Words(
        dict(Dimension.objects.filter(cycle_id=plan.cycle_id).values_list("code", "name")),
        dict(Horizon.objects.filter(masterplan=plan).values_list("code", "label")),
        dict(FundingSource.objects.filter(masterplan=plan).values_list("code", "label")),
    )


def read(commitment: Commitment) -> Reading:
    """The stored slice and nothing else decides what is shown; the plan only lends its names."""
    content = commitment.slice
    return reading_of(content, words_of(commitment.masterplan) if content["lead"] else Words({}, {}, {}))


def reading_of(content: Json, words: Words) -> Reading:
    items = [_led(row, words) for row in content["lead"]]
    items += [
        Item(row["code"], row["name"], SUPPORT, lead_name=row["lead_name"]) for row in content["supporting"]
    ]
    return Reading(content["statement"], content["pledge"] == GENERAL, tuple(items))


def _led(row: Json, words: Words) -> Item:
    indicator = row["indicator"] or {}
    years = tuple(YearRow(str(cell["year"]), cell["target"], cell["rupiah"]) for cell in row["years"])
    amounts = [int(cell.rupiah) for cell in years if cell.rupiah is not None]
    return Item(
        code=row["code"],
        name=row["name"],
        role=LEAD,
        dimension=words.dimensions.get(row["dimension"], row["dimension"]),
        horizon=words.horizons.get(row["horizon"], row["horizon"]),
        period=_period(row["start_year"], row["end_year"]),
        quick_win=row["quick_win"],
        funding=", ".join(words.funding.get(code, code) for code in row["funding_sources"]),
        indicator=indicator.get("name", ""),
        unit=indicator.get("unit", ""),
        targets=_targets(years),
        with_target=sum(cell.target is not None for cell in years),
        rupiah=sum(amounts) if amounts else None,
        with_rupiah=len(amounts),
        years=years,
    )


def _targets(years: tuple[YearRow, ...]) -> str:
    """First, middle and last of what is filled in: "2 (2027), 26 (2031), 34 (2036)"."""
    filled = [row for row in years if row.target is not None]
    shown = filled if len(filled) <= 3 else [filled[0], filled[(len(filled) - 1) // 2], filled[-1]]
    return ", ".join(f"{angka(row.target or '')} ({row.label})" for row in shown)


def _period(start: int | None, end: int | None) -> str:
    if start and end:
        return str(start) if start == end else f"{start}\N{EN DASH}{end}"
    if start:
        return f"sejak {start}"
    return f"sampai {end}" if end else ""
