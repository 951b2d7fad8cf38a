"""The region and its offices, from a folder's rows."""

from collections.abc import Sequence

from django.db import transaction

from opd import audit
from opd.authorization import Actor, access, require
from opd.imports.offices import OpdRow
from opd.imports.region import RegionRow
from opd.models import Opd, Region
from opd.upserting import LoadReport, upsert


@transaction.atomic
def load_region_row(row: RegionRow, report: LoadReport, *, actor: Actor) -> Region:
    """Find or make the region by its code."""
    require(access(actor).is_system, "Daerah diisi melalui perintah load_region.")
    existing = Region.objects.filter(code=row.code).first()
    before = report.has_changes
    values = {
        name: getattr(row, name) for name in ("kind", "name", "province", "capital", "motto", "founded")
    }
    region: Region = upsert(Region, {"code": row.code}, values, report, existing=existing)
    if report.has_changes and not before:
        audit.record(actor, "region.loaded", region)
    return region


@transaction.atomic
def load_offices(
    region: Region, rows: Sequence[OpdRow], report: LoadReport, *, actor: Actor
) -> dict[str, Opd]:
    """Every office by its code; an office that is not in the file any more stays."""
    require(access(actor).is_system, "OPD diisi melalui perintah load_region.")
    known = {opd.code: opd for opd in Opd.objects.filter(region=region)}
    made = len(report.made) + len(report.renewed)
    for order, row in enumerate(rows, 1):
        values = {
            "official_name": row.official_name,
            "short_name": row.short_name,
            "kind": row.kind,
            "head_title": row.head_title,
            "order": order,
            "other_names": list(row.other_names),
            "valid_from": row.valid_from,
            "is_confirmed": row.confirmed,
            "kemendagri_code": row.region_code,
        }
        key = {"region": region, "code": row.code}
        known[row.code] = upsert(Opd, key, values, report, existing=known.get(row.code))
    if len(report.made) + len(report.renewed) > made:
        audit.record(actor, "offices.loaded", region, {"count": len(rows)})
    return known
