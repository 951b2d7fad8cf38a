"""The plan with its horizons, books and programmes, from a folder's rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bimtek.cycle.models import Cycle
from lib.access import Actor
from lib.tables.problems import ImportErrors, Problem
from lib.tables.upsert import LoadReport, upsert
from masterplan.plan import rules
from masterplan.plan.models import FundingSource, Horizon, Masterplan, PlanState
from masterplan.plan.tables import FundingSourceRow, HorizonRow, MasterplanRow

FILE = "cycle.json"
TAKEN = "{} sudah dipakai masterplan siklus lain; pilih nama pendek lain"


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
    with rules.LOAD.by(actor) as act:
        act.on(cycle)
        before = report.changes
        plan = _store_plan(cycle, row, report, is_illustrative=is_illustrative)
        _load_by_code(
            plan, Horizon, horizons, ("order", "label", "year_from", "year_to", "max_months"), report
        )
        _load_by_code(plan, FundingSource, sources, ("order", "label"), report)
        act.record(about=plan, if_changed=report.changes > before)
    return plan


def _store_plan(cycle: Cycle, row: MasterplanRow, report: LoadReport, *, is_illustrative: bool) -> Masterplan:
    values = {
        name: getattr(row, name) for name in ("title", "base_year", "valid_from", "valid_to", "source_url")
    }
    values |= {
        "vision": row.vision or "",
        "keywords": [asdict(keyword) for keyword in row.keywords],
        "is_illustrative": is_illustrative,
    }
    existing = Masterplan.objects.filter(slug=row.slug).first()
    if existing and existing.cycle_id != cycle.pk:
        raise ImportErrors([Problem(FILE, None, "masterplan.slug", TAKEN.format(row.slug))])
    key = {"region": cycle.region, "cycle": cycle, "slug": row.slug}
    plan: Masterplan = upsert(Masterplan, key, values, report, existing=existing)
    if not existing and not Masterplan.objects.filter(region=plan.region, state=PlanState.CURRENT):
        plan.state = PlanState.CURRENT
        plan.save(update_fields=["state"])
    return plan


def _load_by_code(
    plan: Masterplan, model: Any, rows: Sequence[Any], names: tuple[str, ...], report: LoadReport
) -> None:
    known = {row.code: row for row in model.objects.filter(masterplan=plan)}
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        upsert(model, {"masterplan": plan, "code": row.code}, values, report, existing=known.get(row.code))


def make_current(plan: Masterplan, *, actor: Actor) -> Masterplan:
    """Make this the plan of its region; the one before stays to be read. Said again it changes nothing."""
    with rules.MAKE_CURRENT.by(actor) as act:
        act.on(plan)
        ours = Masterplan.objects.select_for_update().filter(region_id=plan.region_id).order_by("pk")
        plans = {row.pk: row for row in ours}
        plan, before = plans[plan.pk], next((row for row in plans.values() if row.is_current), None)
        if before == plan:
            return act.unchanged(plan)
        if before:
            before.state = PlanState.PAST
            before.save(update_fields=["state"])
            if plan.state == PlanState.COMING and plan.predecessor_id is None:
                plan.predecessor = before
        plan.state = PlanState.CURRENT
        plan.save(update_fields=["state", "predecessor"])
        act.record({"current": [before.slug if before else "", plan.slug]}, about=plan)
    return plan
