"""The plan with its horizons, books and programmes, from a folder's rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from bimtek.cycle.models import Cycle
from lib.access import Actor, access, require
from lib.audit import services as audit
from lib.tables.problems import ImportErrors, Problem
from lib.tables.upsert import LoadReport, upsert
from masterplan.plan import rules
from masterplan.plan.models import FundingSource, Horizon, Masterplan, PlanState
from masterplan.plan.tables import FundingSourceRow, HorizonRow, MasterplanRow

REFUSAL = "Masterplan diisi melalui perintah load_region."
NOT_CHOOSING = "Hanya editor yang dapat menetapkan masterplan yang berjalan."
FILE = "cycle.json"
TAKEN = "{} sudah dipakai masterplan siklus lain; pilih nama pendek lain"


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
    """Find or make the cycle's plan of that slug, with its horizons and sources of funds.

    The first plan of a region is its current one.
    """
    require(access(actor).is_system, REFUSAL)
    values = {
        name: getattr(row, name) for name in ("title", "base_year", "valid_from", "valid_to", "source_url")
    }
    values |= {
        "vision": row.vision or "",
        "keywords": [asdict(keyword) for keyword in row.keywords],
        "is_illustrative": is_illustrative,
    }
    changes = len(report.made) + len(report.renewed)
    existing = Masterplan.objects.filter(slug=row.slug).first()
    if existing and existing.cycle_id != cycle.pk:
        raise ImportErrors([Problem(FILE, None, "masterplan.slug", TAKEN.format(row.slug))])
    key = {"region": cycle.region, "cycle": cycle, "slug": row.slug}
    plan: Masterplan = upsert(Masterplan, key, values, report, existing=existing)
    if not existing and not Masterplan.objects.filter(region=plan.region, state=PlanState.CURRENT):
        plan.state = PlanState.CURRENT
        plan.save(update_fields=["state"])
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


@transaction.atomic
def make_current(plan: Masterplan, *, actor: Actor) -> Masterplan:
    """Make this the plan of its region; the one before stays to be read. Said again it changes nothing."""
    require(rules.can_make_current(actor, plan), NOT_CHOOSING)
    ours = Masterplan.objects.select_for_update().filter(region_id=plan.region_id).order_by("pk")
    plans = {row.pk: row for row in ours}
    plan, before = plans[plan.pk], next((row for row in plans.values() if row.is_current), None)
    if before == plan:
        return plan
    if before:
        before.state = PlanState.PAST
        before.save(update_fields=["state"])
        if plan.state == PlanState.COMING and plan.predecessor_id is None:
            plan.predecessor = before
    plan.state = PlanState.CURRENT
    plan.save(update_fields=["state", "predecessor"])
    audit.record(actor, "plan.made_current", plan, {"current": [before.slug if before else "", plan.slug]})
    return plan
