"""The cycle with its framework, workshops and findings, from a folder's rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.cycle.tables import DimensionRow
from bimtek.sessions import rules
from bimtek.sessions.models import BimtekSession
from bimtek.sessions.tables import FILE, CycleRow, SessionRow
from lib.access import Actor
from lib.tables.problems import ImportErrors, Problem
from lib.tables.upsert import LoadReport, upsert
from opd.offices.models import Opd, Region


def load_cycle(
    region: Region,
    slug: str,
    row: CycleRow,
    framework: Mapping[str, Any],
    offices: Mapping[str, Opd],
    report: LoadReport,
    *,
    actor: Actor,
) -> Cycle:
    """Find or make the cycle by its slug; what no table needs is kept word for word in `framework`."""
    with rules.LOAD_CYCLE.by(actor) as act:
        act.on(region)
        before = report.changes
        cycle = _store_cycle(region, slug, row, framework, offices, report)
        act.record(about=cycle, if_changed=report.changes > before)
    return cycle


def _store_cycle(
    region: Region,
    slug: str,
    row: CycleRow,
    framework: Mapping[str, Any],
    offices: Mapping[str, Opd],
    report: LoadReport,
) -> Cycle:
    existing = Cycle.objects.filter(slug=slug).select_related("region").first()
    if existing and existing.region_id != region.pk:
        reason = f"{slug} sudah dipakai {existing.region.name}; pilih nama pendek lain"
        raise ImportErrors([Problem(FILE, None, "masterplan.slug", reason)])
    values = {
        "year": row.year,
        "name": row.name,
        "deadline": row.deadline,
        "leading_office": offices.get(row.leading_office),
        "ministry_name": row.ministry_name,
        "ministry_unit": row.ministry_unit,
        "framework": dict(framework),
    }
    cycle: Cycle = upsert(Cycle, {"region": region, "slug": slug}, values, report, existing=existing)
    return cycle


def load_framework(
    cycle: Cycle,
    rows: Sequence[DimensionRow],
    sessions: Sequence[SessionRow],
    report: LoadReport,
    *,
    actor: Actor,
) -> tuple[dict[str, Dimension], dict[str, Subdimension]]:
    """Dimensions and subdimensions by code, and the workshops."""
    with rules.LOAD_FRAMEWORK.by(actor) as act:
        act.on(cycle)
        before = report.changes
        found = _store_framework(cycle, rows, report)
        _load_sessions(cycle, sessions, report)
        act.record(if_changed=report.changes > before)
    return found


def _store_framework(
    cycle: Cycle, rows: Sequence[DimensionRow], report: LoadReport
) -> tuple[dict[str, Dimension], dict[str, Subdimension]]:
    dimensions = {d.code: d for d in Dimension.objects.filter(cycle=cycle)}
    subdimensions = {s.code: s for s in Subdimension.objects.filter(dimension__cycle=cycle)}
    for row in rows:
        values = {name: getattr(row, name) for name in ("order", "name", "name_id", "meaning")}
        key = {"cycle": cycle, "code": row.code}
        dimension = upsert(Dimension, key, values, report, existing=dimensions.get(row.code))
        dimensions[row.code] = dimension
        for child in row.subdimensions:
            values = {name: getattr(child, name) for name in ("order", "tag", "name_id")}
            key = {"dimension": dimension, "code": child.code}
            known = subdimensions.get(child.code)
            subdimensions[child.code] = upsert(Subdimension, key, values, report, existing=known)
    return dimensions, subdimensions


def _load_sessions(cycle: Cycle, rows: Sequence[SessionRow], report: LoadReport) -> None:
    known = {session.stage: session for session in BimtekSession.objects.filter(cycle=cycle)}
    for row in rows:
        values = {
            name: getattr(row, name)
            for name in ("start", "end", "place", "purpose", "participants", "source_url")
        }
        values["outputs"] = list(row.outputs)
        key = {"cycle": cycle, "stage": row.stage}
        upsert(BimtekSession, key, values, report, existing=known.get(row.stage))
