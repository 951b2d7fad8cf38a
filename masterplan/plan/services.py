"""The plan with its horizons, books and programmes, from a folder's rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from bimtek.cycle.models import Cycle
from lib.access import Actor, access, require
from lib.audit import services as audit
from lib.tables.upsert import LoadReport, upsert
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.plan.tables import FundingSourceRow, HorizonRow, MasterplanRow

REFUSAL = "Masterplan diisi melalui perintah load_region."

PLAIN = (
    *("name", "short_name", "description", "quick_win", "start_year", "end_year"),
    *("status", "status_reason", "source_url", "note"),
)


@transaction.atomic
def load_plan(
    cycle: Cycle,
    row: MasterplanRow,
    horizons: Sequence[HorizonRow],
    sources: Sequence[FundingSourceRow],
    report: LoadReport,
    *,
    actor: Actor,
    is_illustrative: bool = False,
) -> Masterplan:
    """Find or make the plan of the cycle with its horizons and sources of funds."""
    require(access(actor).is_system, REFUSAL)
    values = {
        name: getattr(row, name)
        for name in ("slug", "title", "base_year", "valid_from", "valid_to", "source_url")
    }
    values |= {
        "vision": row.vision or "",
        "keywords": [asdict(keyword) for keyword in row.keywords],
        "is_illustrative": is_illustrative,
    }
    changes = len(report.made) + len(report.renewed)
    existing = Masterplan.objects.filter(cycle=cycle).first()
    plan: Masterplan = upsert(Masterplan, {"cycle": cycle}, values, report, existing=existing)
    _load_by_code(plan, Horizon, horizons, ("order", "label", "year_from", "year_to", "max_months"), report)
    _load_by_code(plan, FundingSource, sources, ("order", "label"), report)
    if len(report.made) + len(report.renewed) > changes:
        audit.record(actor, "plan.loaded", plan)
    return plan


def _load_by_code(
    plan: Masterplan, model: Any, rows: Sequence[Any], names: tuple[str, ...], report: LoadReport
) -> None:
    known = {row.code: row for row in model.objects.filter(masterplan=plan)}
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        upsert(model, {"masterplan": plan, "code": row.code}, values, report, existing=known.get(row.code))
