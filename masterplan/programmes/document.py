"""Programmes in the compiled document; what a person says about one, and the same as text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import F, Value

from bimtek.cycle.models import Dimension, Subdimension
from bimtek.findings.models import Finding
from lib import declared
from lib.declared import said
from lib.documents import Compared, Json, Part, by_code
from lib.errors import Difference
from lib.text import numbers
from lib.text.canonical import decimal, plain
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes.models import Direction, Indicator, Money, Programme, Target
from opd.offices.models import Opd

LINKS = ("supporting_opds", "findings", "funding_sources", "indicators", "money")
CHOSEN = ("dimension", "subdimension", "lead_opd", "horizon", "quick_win", "status", *LINKS[:3])
INDICATOR = ("number", "name", "unit", "direction", "baseline", "baseline_year")
SAID = INDICATOR[1:]

LONGEST_BEFORE = 10
"""A programme may have begun that many years before its plan; an earlier year is most likely a slip."""


@dataclass(frozen=True)
class IndicatorData:
    """targets: value by year of the plan; a year of which nothing is known is absent."""

    name: str = ""
    unit: str = ""
    direction: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self == IndicatorData()

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in SAID}


Shares: TypeAlias = Mapping[tuple[int, FundingSource | None], int]
"""Rupiah by year and source; under None what is divided among no source."""


@dataclass(frozen=True)
class ProgrammeData:
    """Everything a person can say about a programme. Unknown is None, never 0."""

    name: str
    dimension: Dimension
    lead_opd: Opd
    horizon: Horizon
    code: str = ""
    short_name: str = ""
    description: str = ""
    subdimension: Subdimension | None = None
    supporting_opds: Sequence[Opd] = ()
    findings: Sequence[Finding] = said((), key="answers")
    quick_win: bool = False
    start_year: int | None = None
    end_year: int | None = None
    indicators: Mapping[int, IndicatorData] = field(default_factory=dict)
    """By number."""
    money: Shares = field(default_factory=dict)
    source_amount: int | None = said(None, column="budget_idr")
    funding_sources: Sequence[FundingSource] = ()
    status: str = "rencana"
    status_reason: str = said("", column="")
    source_url: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The values that are columns of the programme's own row."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in LINKS}

    def readable(self) -> dict[str, str]:
        """By name of the form's field, without the code; numbers as typed, unknown is empty."""
        values = declared.readable(PLAIN, self)
        for name in ("dimension", "subdimension", "lead_opd", "horizon"):
            values[name] = _text(getattr(self, name))
        values["supporting_opds"] = ", ".join(sorted(opd.short_name for opd in self.supporting_opds))
        values["funding_sources"] = ", ".join(source.label for source in self.funding_sources)
        values["findings"] = ", ".join(sorted(finding.code for finding in self.findings))
        for number, indicator in ({1: IndicatorData()} | dict(self.indicators)).items():
            values |= _readable_indicator(number, indicator)
        return values | _readable_money(self.money)


PLAIN = tuple(one for one in declared.plain_fields(ProgrammeData, Programme) if one.name != "code")
"""The fields that are columns of a programme's own row. The code is its name for ever, so only a new one asks
for it."""


def indicator_field(name: str, number: int) -> str:
    """Name of the form's field: unit for the first indicator, unit_2 for the second."""
    stem = "indicator" if name == "name" else name
    return stem if number == 1 else f"{stem}_{number}"


def target_field(number: int, year: int) -> str:
    return f"target_{year}" if number == 1 else f"target_{number}_{year}"


def rupiah_field(year: int) -> str:
    """All sources together."""
    return f"rupiah_{year}"


def share_field(source: str, year: int) -> str:
    """The part of one source, by its code."""
    return f"share_{source}_{year}"


def _readable_indicator(number: int, indicator: IndicatorData) -> dict[str, str]:
    values = {indicator_field(name, number): _text(getattr(indicator, name)) for name in SAID}
    direction = indicator.direction
    values[indicator_field("direction", number)] = str(Direction(direction).label) if direction else ""
    return values | {
        target_field(number, year): _text(value) for year, value in sorted(indicator.targets.items())
    }


def _readable_money(money: Shares) -> dict[str, str]:
    years: dict[int, int] = {}
    values: dict[str, str] = {}
    for (year, source), rupiah in sorted(money.items(), key=lambda share: share[0][0]):
        years[year] = years.get(year, 0) + rupiah
        if source is not None:
            values[share_field(source.code, year)] = _rupiah(rupiah)
    return values | {rupiah_field(year): _rupiah(rupiah) for year, rupiah in years.items()}


def differences(theirs: dict[str, str], mine: dict[str, str]) -> list[Difference]:
    """Fields whose text is not the same. What is chosen from a list can be read here, but not bettered."""
    return [
        Difference(label(name), text, theirs.get(name, ""), "" if name in CHOSEN else name)
        for name, text in mine.items()
        if text != theirs.get(name, "")
    ]


def outside_plan(name: str, year: int | None, years: Sequence[int]) -> str:
    """What is told of the year in `start_year`, `end_year` or `targets` when the plan's years, in order, lie
    elsewhere; empty when they do not."""
    if year is None or not years:
        return ""
    first = years[0] - LONGEST_BEFORE if name == "start_year" else years[0]
    if first <= year <= years[-1]:
        return ""
    note = "; disimpan sebagai catatan, tidak ikut dijumlahkan" if name == "targets" else ""
    return f"tahun {year} di luar masterplan ({years[0]}-{years[-1]}){note}"


def years_outside(programme: Programme) -> list[str]:
    """A sentence for each year of the programme that its plan does not hold."""
    years = programme.masterplan.years
    remarks = {
        name: outside_plan(name, getattr(programme, name), years) for name in ("start_year", "end_year")
    }
    return [f"{label(name)}: {remark}; periksa sekali lagi." for name, remark in remarks.items() if remark]


def label(name: str) -> str:
    """Target 2027; Target 2027, indikator 2; Rupiah APBD-KAB 2027."""
    if found := _YEARLY.fullmatch(name):
        what, of, year = found.groups()
        if what == "target":
            return f"Target {year}" + (f", indikator {of}" if of else "")
        return f"Rupiah {of} {year}" if of else f"Rupiah {year}"
    stem, _, number = name.rpartition("_")
    of_indicator = stem if number.isdecimal() else name
    column = "name" if of_indicator == "indicator" else of_indicator
    if of_indicator == "indicator" or column in SAID[1:]:
        return declared.label_of(Indicator, column) + (f" {number}" if number.isdecimal() else "")
    return declared.label_of(Programme, name)


_YEARLY = re.compile(r"(target|rupiah|share)_(?:(.+)_)?([0-9]{4})")


def _rupiah(value: int | None) -> str:
    return "" if value is None else numbers.write(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return numbers.write(value)
    return str(value)


COMPARED = declared.labels(
    ProgrammeData,
    Programme,
    {"indicators": "indikator dan target", "money": "rupiah", "money_outside": "rupiah di luar masterplan"},
    but=("code",),
)


def programmes(plan: Masterplan) -> list[Json]:
    """Live programmes by code, with their links, indicators and money. Five queries."""
    rows = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .values(
            *("code", *(one.name for one in PLAIN)),
            of_dimension=F("dimension__code"),
            of_subdimension=F("subdimension__code"),
            lead=F("lead_opd__code"),
            of_horizon=F("horizon__code"),
        )
    )
    made: list[Json] = plain(sorted((_programme(row) for row in rows), key=lambda row: row["code"]))
    by_its_code = by_code(made)
    for programme, key, _, code in sorted(_links_of(plan)):
        if programme in by_its_code:
            by_its_code[programme][key].append(code)
    _add_indicators(plan, by_its_code)
    _add_money(plan, by_its_code)
    return made


def _programme(row: Mapping[str, Any]) -> Json:
    return {
        "code": row["code"],
        **declared.written(PLAIN, row),
        "dimension": row["of_dimension"],
        "subdimension": row["of_subdimension"],
        "lead_opd": row["lead"],
        "horizon": row["of_horizon"],
        **{key: [] for key in ("funding_sources", "supporting_opds", "answers")},
        **{key: [] for key in ("indicators", "money", "money_outside")},
    }


def _links_of(plan: Masterplan) -> Iterable[tuple[str, str, int, str]]:
    """(programme, key, order, code) of every link: answered live findings, supporting offices, funds."""

    def pairs(rows: Any, key: str, order: Any, code: str) -> Any:
        found = rows.filter(programme__masterplan=plan).annotate(key=Value(key), place=order)
        return found.values_list("programme__code", "key", "place", code)

    live = Programme.findings.through.objects.filter(
        finding__set_aside_at__isnull=True, finding__merged_into__isnull=True
    )
    supports, funds = Programme.supporting_opds.through.objects, Programme.funding_sources.through.objects
    links: Iterable[tuple[str, str, int, str]] = pairs(live, "answers", Value(0), "finding__code").union(
        pairs(supports, "supporting_opds", F("opd__order"), "opd__code"),
        pairs(funds, "funding_sources", F("fundingsource__order"), "fundingsource__code"),
        all=True,
    )
    return links


def _add_indicators(plan: Masterplan, programmes: Mapping[str, Json]) -> None:
    """Indicators in their order, each with the targets of the plan's years and those outside them."""
    rows = Indicator.objects.filter(programme__masterplan=plan).order_by("programme", "number")
    made: dict[int, Json] = {}
    for pk, code, *values in rows.values_list("pk", "programme__code", *INDICATOR):
        row: Json = plain(dict(zip(INDICATOR, values, strict=True)))
        made[pk] = row | {"baseline": decimal(values[4]), "targets": [], "targets_outside": []}
        if code in programmes:
            programmes[code]["indicators"].append(made[pk])
    years = plan.years
    targets = Target.objects.filter(indicator__programme__masterplan=plan).order_by("year")
    for pk, year, value, achieved in targets.values_list("indicator_id", "year", "value", "is_achieved"):
        if pk in made:  # one recorded while the parts were read is in none of them
            place = "targets" if year in years else "targets_outside"
            made[pk][place].append({"year": year, "value": decimal(value), "achieved": achieved})


def _add_money(plan: Masterplan, programmes: Mapping[str, Json]) -> None:
    """By year; of each the sources in their order, last what is divided among none."""
    rows = Money.objects.filter(programme__masterplan=plan)
    shares = rows.order_by("year", F("source__order").asc(nulls_last=True), "source__code")
    for code, year, source, rupiah in shares.values_list("programme__code", "year", "source__code", "rupiah"):
        if code in programmes:
            place = "money" if year in plan.years else "money_outside"
            programmes[code][place].append({"year": year, "source": source, "rupiah": str(rupiah)})


PROGRAMMES = Part("programmes", "plan", programmes, Compared("programme", "name", COMPARED, by_code))
