"""cycle.json, the part of the masterplan."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lib.tables import values
from lib.tables.json_files import JsonFile, numbered
from lib.tables.schemas import (
    FLAG,
    ORDER,
    URL,
    Schema,
    choice,
    code,
    group,
    integer,
    many,
    maybe,
    shaped,
    text,
    year,
)

STATUSES = ("rencana", "berjalan", "selesai", "terhenti")

HORIZON_CODE, HORIZON_LABEL, FUNDING_LABEL = 12, 80, 120

MOST_MONTHS = 600

HORIZON = group(
    {
        "code": code(HORIZON_CODE),
        "order": ORDER,
        "label": text(HORIZON_LABEL, required=True),
        "year_from": year(required=True),
        "year_to": year(required=True),
    },
    {"max_months": integer(1, MOST_MONTHS)},
)

STATUS = group({"code": choice(STATUSES), "label": text(required=True)}, {"reason_required": FLAG})

REQUIRED: dict[str, Schema] = {
    "horizons": many(HORIZON, least=1),
    "years": many(year(required=True), least=1),
    "funding_sources": many(group({"code": code(), "label": text(FUNDING_LABEL, required=True)}), least=1),
    "programme_statuses": many(STATUS, least=1),
}

OPTIONAL: dict[str, Schema] = {"base_year": year()}


@dataclass(frozen=True, slots=True)
class HorizonRow:
    code: str
    order: int
    label: str
    year_from: int
    year_to: int
    max_months: int | None


@dataclass(frozen=True, slots=True)
class FundingSourceRow:
    """`order` is the place in the file."""

    code: str
    order: int
    label: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    code: str
    label: str
    reason_required: bool


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """Empty lists mean that framework.json could not be read; then nothing is compared with them."""

    horizons: tuple[HorizonRow, ...]
    funding_sources: tuple[FundingSourceRow, ...]
    statuses: tuple[StatusRow, ...]
    years: tuple[int, ...]
    base_year: int | None


def read_plan_terms(file: JsonFile) -> PlanTerms:
    horizons, sources = file.items("horizons"), file.items("funding_sources")
    for key in ("code", "order"):
        file.refuse_repeated(numbered("horizons", horizons, key))
    file.refuse_repeated(numbered("funding_sources", sources, "code"))
    _check_years(file)
    return PlanTerms(
        horizons=tuple(sorted((_horizon(item) for item in horizons), key=lambda row: (row.order, row.code))),
        funding_sources=tuple(
            FundingSourceRow(item["code"], order, item["label"])
            for order, item in enumerate(sources, start=1)
        ),
        statuses=tuple(_status(item) for item in file.items("programme_statuses")),
        years=tuple(file.items("years")),
        base_year=file.parts.get("base_year"),
    )


def _horizon(item: dict[str, Any]) -> HorizonRow:
    return HorizonRow(
        code=item["code"],
        order=item["order"],
        label=item["label"],
        year_from=item["year_from"],
        year_to=item["year_to"],
        max_months=item.get("max_months"),
    )


def _status(item: dict[str, Any]) -> StatusRow:
    """A programme that stopped always needs its reason, whatever the file says."""
    return StatusRow(
        item["code"], item["label"], item.get("reason_required", False) or item["code"] == "terhenti"
    )


def _check_years(file: JsonFile) -> None:
    years = file.items("years")
    for number, (before, after) in enumerate(pairwise(years), start=2):
        if after != before + 1:
            file.problem(f"years[{number}]", f"tahun {after} tidak menyusul {before}")
            break
    for path, item in numbered("horizons", file.items("horizons")):
        if item["year_to"] < item["year_from"]:
            file.problem(f"{path}.year_to", f"{item['year_to']} mendahului tahun awal {item['year_from']}")


SLUG = 60

LINES = ("vision",)

SLUG_REASON = "hanya boleh memuat huruf kecil, angka dan tanda hubung, misalnya bekasi-2022"

KEYWORD = group({"letter": text(8, required=True), "keyword": text(80, required=True)})

SCHEMA = group(
    {
        "slug": shaped(values.SLUG_SHAPE.pattern, SLUG_REASON, SLUG),
        "title": text(required=True),
        "base_year": year(required=True),
        "valid_from": year(required=True),
        "valid_to": year(required=True),
    },
    {
        "vision": text(values.PROSE),
        "keywords": maybe(many(KEYWORD)),
        "source_url": URL,
    },
)


@dataclass(frozen=True, slots=True)
class KeywordRow:
    letter: str
    keyword: str


@dataclass(frozen=True, slots=True)
class MasterplanRow:
    """The plan years are those from `valid_from` to `valid_to`."""

    slug: str
    title: str
    base_year: int
    valid_from: int
    valid_to: int
    vision: str | None
    keywords: tuple[KeywordRow, ...]
    source_url: str


def read_masterplan(part: dict[str, Any]) -> MasterplanRow:
    return MasterplanRow(
        slug=part["slug"],
        title=part["title"],
        base_year=part["base_year"],
        valid_from=part["valid_from"],
        valid_to=part["valid_to"],
        vision=part.get("vision") or None,
        keywords=tuple(KeywordRow(item["letter"], item["keyword"]) for item in part.get("keywords") or ()),
        source_url=part.get("source_url") or "",
    )


def check_period(file: JsonFile, terms: PlanTerms) -> None:
    """Reports years that contradict each other or framework.json."""
    if not (part := file.group("masterplan")):
        return
    base, first, last = (part[name] for name in ("base_year", "valid_from", "valid_to"))
    if first < base:
        file.problem("masterplan.valid_from", f"{first} mendahului tahun dasar {base}")
    if last < first:
        file.problem("masterplan.valid_to", f"{last} mendahului tahun awal {first}")
        return
    if terms.years and (terms.years[0], terms.years[-1]) != (first, last):
        listed = f"framework.json memuat {terms.years[0]}-{terms.years[-1]}"
        file.problem("masterplan.valid_from", f"{first}-{last} berbeda; years di {listed}")
    if terms.base_year not in (None, base):
        file.problem("masterplan.base_year", f"{base} berbeda dari framework.json ({terms.base_year})")
