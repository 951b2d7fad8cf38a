"""framework.json, the part of the masterplan: horizons, funding sources, statuses and plan years."""

from dataclasses import dataclass

from bimtek.imports.framework import read_order, refuse_repeated_nodes
from opd.imports.json_nodes import Fields, Node

STATUSES = ("rencana", "berjalan", "selesai", "terhenti")
HORIZON_CODE, HORIZON_LABEL, FUNDING_LABEL = 12, 80, 120
MOST_MONTHS = 600


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


def read_plan_terms(fields: Fields) -> PlanTerms:
    horizons = [_horizon(item) for item in fields["horizons"].some_items()]
    sources = fields["funding_sources"].some_items()
    for key in ("code", "order"):
        refuse_repeated_nodes(fields["horizons"].items(), key)
    refuse_repeated_nodes(sources, "code")
    return PlanTerms(
        horizons=tuple(sorted(horizons, key=lambda row: (row.order, row.code))),
        funding_sources=tuple(_funding_source(item, order) for order, item in enumerate(sources, start=1)),
        statuses=tuple(_status(item) for item in fields["programme_statuses"].some_items()),
        years=_years(fields["years"]),
        base_year=fields["base_year"].year(),
    )


def _horizon(node: Node) -> HorizonRow:
    fields = node.fields("code order label year_from year_to", "max_months")
    year_from = fields["year_from"].needed(fields["year_from"].year(), 0)
    year_to = fields["year_to"].needed(fields["year_to"].year(), 0)
    if year_from and year_to and year_to < year_from:
        fields["year_to"].problem(f"{year_to} mendahului tahun awal {year_from}")
    return HorizonRow(
        code=fields["code"].code(HORIZON_CODE),
        order=read_order(fields),
        label=fields["label"].text(HORIZON_LABEL, required=True),
        year_from=year_from,
        year_to=year_to,
        max_months=fields["max_months"].integer(1, MOST_MONTHS),
    )


def _funding_source(node: Node, order: int) -> FundingSourceRow:
    fields = node.fields("code label")
    label = fields["label"].text(FUNDING_LABEL, required=True)
    return FundingSourceRow(fields["code"].code(), order, label)


def _status(node: Node) -> StatusRow:
    """A programme that stopped always needs its reason, whatever the file says."""
    fields = node.fields("code label", "reason_required")
    code = fields["code"].choice(STATUSES)
    wanted = fields["reason_required"].flag() if "reason_required" in fields else False
    return StatusRow(code, fields["label"].text(required=True), wanted or code == "terhenti")


def _years(node: Node) -> tuple[int, ...]:
    items = node.some_items()
    years = tuple(item.needed(item.year(), 0) for item in items)
    for item, year, before in zip(items[1:], years[1:], years, strict=False):
        if year and before and year != before + 1:
            item.problem(f"tahun {year} tidak menyusul {before}")
            break
    return years
