"""Findings: recorded in the room, bettered after it, set aside or deleted."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bimtek import rules
from bimtek.models import BimtekSession, Cycle, Dimension, Finding, Subdimension
from opd import audit, clock
from opd.authorization import Actor, access, require
from opd.enums import Role
from opd.errors import Conflict, Difference, Invalid, StaleVersion
from opd.models import Opd


@dataclass(frozen=True)
class FindingData:
    """Everything a person can say about a finding. Unknown is None or empty."""

    kind: str
    title: str
    dimension: Dimension
    session: BimtekSession | None = None
    description: str = ""
    root_cause: str = ""
    subdimension: Subdimension | None = None
    area: Sequence[str] = ()
    owner_opd: Opd | None = None
    evidence_value: Decimal | None = None
    evidence_unit: str = ""
    evidence_year: int | None = None
    source_url: str = ""

    def columns(self) -> dict[str, Any]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values["area"] = list(self.area)
        return values


@transaction.atomic
def record(cycle: Cycle, data: FindingData, *, actor: Actor, uid: uuid.UUID) -> Finding:
    """Write a finding down under the next code. The same uid twice gives one finding."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    owner = data.owner_opd.pk if data.owner_opd else None
    allowed = rules.can_record_finding(actor, cycle, owner if owner or _is_operator_only(actor, cycle) else None)
    require(allowed and (owner is not None or not _is_operator_only(actor, cycle)), "Temuan OPD lain dicatat editor.")
    known: Finding | None = Finding.objects.filter(uid=uid).first()
    if known:
        return known
    check(cycle, data)
    cycle.last_finding_number += 1
    cycle.save(update_fields=["last_finding_number"])
    finding = Finding(cycle=cycle, uid=uid, code=f"T-{cycle.last_finding_number:03d}", **data.columns())
    _save(finding, actor)
    audit.record(actor, "finding.recorded", finding)
    return finding


def _is_operator_only(actor: Actor, cycle: Cycle) -> bool:
    return not access(actor).has(cycle.region_id, Role.EDITOR, Role.FACILITATOR)


@transaction.atomic
def update(finding: Finding, data: FindingData, *, actor: Actor, version: int | None) -> Finding:
    """Store the form based on `version`; somebody else's save in between refuses with both texts."""
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), "Temuan ini dikelola editor atau OPD lain.")
    before, after = _readable(finding), {name: _text(value) for name, value in data.columns().items()}
    if version != finding.version:
        differences = [
            Difference(str(Finding._meta.get_field(name).verbose_name), after[name], before[name])
            for name in after
            if after[name] != before[name]
        ]
        raise StaleVersion(differences, changed_by=str(finding.edited_by or ""), changed_at=finding.edited_at)
    check(finding.cycle, data)
    for name, value in data.columns().items():
        setattr(finding, name, value)
    finding.version += 1
    _save(finding, actor)
    audit.record(actor, "finding.changed", finding, audit.changed(before, after))
    return finding


@transaction.atomic
def set_aside(finding: Finding, *, actor: Actor, reason: str) -> Finding:
    """Out of the plan, with a reason; it stays to be seen and can be taken back."""
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), "Temuan ini dikelola editor atau OPD lain.")
    if finding.is_set_aside:
        raise Conflict("Temuan ini sudah dikesampingkan.")
    if not reason.strip():
        raise Invalid("Tulis alasan mengesampingkan temuan ini.", {"reason": "Alasan wajib diisi."})
    finding.set_aside_at, finding.set_aside_reason = clock.now(), reason.strip()
    finding.version += 1
    _save(finding, actor)
    audit.record(actor, "finding.set_aside", finding, {"reason": reason.strip()})
    return finding


@transaction.atomic
def restore(finding: Finding, *, actor: Actor) -> Finding:
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), "Temuan ini dikelola editor atau OPD lain.")
    if not finding.is_set_aside:
        raise Conflict("Temuan ini tidak dikesampingkan.")
    finding.set_aside_at, finding.set_aside_reason = None, ""
    finding.version += 1
    _save(finding, actor)
    audit.record(actor, "finding.restored", finding)
    return finding


@transaction.atomic
def delete(finding: Finding, *, actor: Actor) -> None:
    """Only what no frozen version holds; its code is not given again."""
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), "Temuan ini dikelola editor atau OPD lain.")
    if finding.is_frozen or finding.merged.exists():
        raise Conflict("Temuan ini sudah tercatat dalam versi beku. Kesampingkan dengan alasan.")
    audit.record(actor, "finding.deleted", finding, {"title": finding.title})
    finding.delete()


def check(cycle: Cycle, data: FindingData) -> None:
    """What the rows cannot know of each other; every refusal names its field."""
    wrong: dict[str, str] = {}
    if not data.title.strip():
        wrong["title"] = "Judul temuan wajib diisi."
    if data.dimension.cycle_id != cycle.pk:
        wrong["dimension"] = "Dimensi ini tidak ada dalam siklus."
    if data.subdimension and data.subdimension.dimension_id != data.dimension.pk:
        wrong["subdimension"] = "Subdimensi ini bukan bagian dari dimensi yang dipilih."
    if data.session and data.session.cycle_id != cycle.pk:
        wrong["session"] = "Bimtek ini bukan bagian dari siklus."
    if data.owner_opd and data.owner_opd.region_id != cycle.region_id:
        wrong["owner_opd"] = "OPD ini bukan bagian dari daerah."
    if wrong:
        raise Invalid("Temuan belum dapat disimpan. Periksa isian yang ditandai.", wrong)


def _save(finding: Finding, actor: Actor) -> None:
    finding.edited_at, finding.edited_by_id = clock.now(), getattr(actor, "pk", None)
    try:
        finding.validate_constraints()
    except ValidationError as reason:
        raise Invalid(" ".join(reason.messages)) from reason
    finding.save()


def _locked(finding: Finding) -> Finding:
    locked: Finding = (
        Finding.objects.select_for_update(of=("self",)).select_related("cycle", "edited_by").get(pk=finding.pk)
    )
    return locked


def _readable(finding: Finding) -> dict[str, str]:
    return {f.name: _text(getattr(finding, f.name)) for f in fields(FindingData)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    return ", ".join(value) if isinstance(value, list) else str(value)
