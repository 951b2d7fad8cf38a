"""framework.json, the part of the masterplan: horizons, funding sources, statuses and plan years."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from opd.imports.json_files import JsonFile, numbered
from opd.imports.schemas import FLAG, ORDER, Schema, choice, code, group, integer, many, text, year

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
