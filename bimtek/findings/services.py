"""Findings: recorded in the room, bettered after it, set aside or deleted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings import rules
from bimtek.findings.document import FindingData, data_of, differences
from bimtek.findings.models import Finding, FindingKind
from bimtek.findings.tables import FILE, FindingRow, Mention
from bimtek.sessions.models import BimtekSession
from bimtek.sessions.services import REFUSAL
from lib.access import Actor, access, require
from lib.audit import services as audit
from lib.errors import Conflict, Invalid, refuse
from lib.tables.problems import ImportErrors
from lib.tables.upsert import LoadReport, upsert
from lib.tables.values import NO_ADDRESS, URL_SHAPE, quoted
from lib.text.spelling import shown
from lib.versioned import services as versioned
from lib.versioned.services import Expected, is_replay, require_version, set_editor, touch
from opd.offices.models import Opd

NOT_YOURS = "Temuan ini dikelola editor atau OPD lain."

NOT_YOUR_OPD = "Operator mencatat temuan untuk OPD sendiri; temuan OPD lain dicatat editor."


@transaction.atomic
def record(cycle: Cycle, data: FindingData, *, actor: Actor, uid: uuid.UUID | None) -> Finding:
    """Write a finding down under the next code. The same uid twice gives one finding."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    owner = data.owner_opd.pk if data.owner_opd else None
    require(rules.can_record_for(actor, cycle, owner), NOT_YOUR_OPD)
    if uid is None:
        raise Invalid("Formulir tidak lengkap. Muat ulang halaman; tulisan Anda ditawarkan kembali.")
    if known := Finding.objects.filter(uid=uid).first():
        return _said_again(known, cycle, data)
    check(cycle, data)
    cycle.last_finding_number += 1
    cycle.save(update_fields=["last_finding_number"])
    finding = Finding(cycle=cycle, uid=uid, code=f"T-{cycle.last_finding_number:03d}", **data.columns())
    set_editor(finding, actor)
    finding.save()
    audit.record(actor, "finding.recorded", finding)
    return finding


def _said_again(known: Finding, cycle: Cycle, data: FindingData) -> Finding:
    """A double click says the same; another text sent from an old page must not vanish in silence."""
    if known.cycle_id != cycle.pk or data_of(known).readable() != data.readable():
        raise Conflict(
            f"Halaman ini sudah dipakai mencatat {known.code}. Muat ulang, lalu kirim lagi temuan yang baru."
        )
    return known


@transaction.atomic
def update(finding: Finding, data: FindingData, *, actor: Actor, expected_version: Expected) -> Finding:
    """Store the form based on `expected_version`; somebody else's save in between refuses with both texts."""
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), NOT_YOURS)
    owner = data.owner_opd.pk if data.owner_opd else None
    require(rules.can_record_for(actor, finding.cycle, owner), NOT_YOUR_OPD)
    before, after = data_of(finding).readable(), data.readable()
    if is_replay(finding, expected_version, lambda: differences(before, after)):
        return finding
    check(finding.cycle, data)
    for name, value in data.columns().items():
        setattr(finding, name, value)
    touch(finding, actor)
    finding.save()
    audit.record(actor, "finding.changed", finding, audit.changed(before, after))
    return finding


@transaction.atomic
def set_aside(finding: Finding, *, actor: Actor, expected_version: Expected, reason: str) -> Finding:
    """Out of the plan, with a reason; it stays to be seen and can be taken back."""
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), NOT_YOURS)
    changes = versioned.set_aside(finding, actor=actor, expected_version=expected_version, reason=reason)
    audit.record(actor, "finding.set_aside", finding, changes)
    return finding


@transaction.atomic
def restore(finding: Finding, *, actor: Actor, expected_version: Expected) -> Finding:
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), NOT_YOURS)
    versioned.restore(finding, actor=actor, expected_version=expected_version)
    audit.record(actor, "finding.restored", finding)
    return finding


@transaction.atomic
def delete(finding: Finding, *, actor: Actor, expected_version: Expected) -> None:
    """Only what no frozen version holds; its code is not given again."""
    finding = _locked(finding)
    require(rules.can_edit_finding(actor, finding), NOT_YOURS)
    refuse(against_deleting(finding))
    require_version(finding, expected_version)
    audit.record(actor, "finding.deleted", finding, {"title": finding.title})
    finding.delete()


def against_deleting(finding: Finding) -> str:
    """Why it must stay, or nothing. One query at most."""
    holds_others = "Temuan lain sudah digabungkan ke temuan ini." if finding.merged.exists() else ""
    return versioned.against_deleting(finding) or holds_others


def check(cycle: Cycle, data: FindingData) -> None:
    """What the rows cannot know of each other; every refusal names its field."""
    wrong = _check_links(cycle, data)
    if data.kind not in FindingKind.values:
        wrong["kind"] = "Pilih permasalahan atau keunggulan."
    if not shown(data.title):
        wrong["title"] = "Judul temuan wajib diisi."
    if data.source_url and not URL_SHAPE.fullmatch(data.source_url):
        wrong["source_url"] = NO_ADDRESS
    if wrong:
        raise Invalid("Temuan belum dapat disimpan. Periksa isian yang ditandai.", wrong)


def _check_links(cycle: Cycle, data: FindingData) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if data.dimension.cycle_id != cycle.pk:
        wrong["dimension"] = "Dimensi ini tidak ada dalam siklus."
    if data.subdimension and data.subdimension.dimension_id != data.dimension.pk:
        wrong["subdimension"] = "Subdimensi ini bukan bagian dari dimensi yang dipilih."
    if data.session and data.session.cycle_id != cycle.pk:
        wrong["session"] = "Bimtek ini bukan bagian dari siklus."
    if data.owner_opd and data.owner_opd.region_id != cycle.region_id:
        wrong["owner_opd"] = "OPD ini bukan bagian dari daerah."
    return wrong


def _locked(finding: Finding) -> Finding:
    return versioned.locked(Finding.objects.select_related("cycle"), finding)


@dataclass(frozen=True)
class Terms:
    """What the codes of a finding's row stand for."""

    offices: Mapping[str, Opd]
    dimensions: Mapping[str, Dimension]
    subdimensions: Mapping[str, Subdimension]


@transaction.atomic
def load_findings(
    cycle: Cycle, rows: Sequence[FindingRow], terms: Terms, report: LoadReport, *, actor: Actor
) -> dict[str, Finding]:
    """Findings by the code of their row. They come from the first workshop.

    A row new to the portal takes the next free code, so it never meets a finding recorded in the room.
    """
    require(access(actor).is_system, REFUSAL)
    changes = len(report.made) + len(report.renewed)
    first = BimtekSession.objects.filter(cycle=cycle).order_by("stage").first()
    known = {finding.source_row: finding for finding in Finding.objects.filter(cycle=cycle)}
    found: dict[str, Finding] = {}
    for number, row in enumerate(rows, 1):
        existing = known.get(number)
        if existing is None:
            cycle.last_finding_number += 1
        key = {"cycle": cycle, "source_row": number, "code": f"T-{cycle.last_finding_number:03d}"}
        values = _finding_values(row, terms) | {"session": first}
        found[row.code] = upsert(Finding, key, values, report, existing=existing)
    cycle.save(update_fields=["last_finding_number"])
    if len(report.made) + len(report.renewed) > changes:
        audit.record(actor, "findings.loaded", cycle, {"count": len(rows)})
    return found


def mentioned(
    cycle: Cycle, mentions: Sequence[Mention], loaded: Mapping[str, Finding], report: LoadReport
) -> list[list[Finding]]:
    """The findings of each mention; ImportErrors tells of codes that nothing has. One query at most.

    `loaded` are those of the file by the code of their row. A code that was written out is the portal's own
    first, since a finding recorded in the room may have it. Rows of the file have such a code by now too, so
    that another load finds the same.
    """
    printed = {code for mention in mentions for code in mention.printed}
    rows = Finding.objects.filter(cycle=cycle, code__in=printed) if printed else ()
    stored = {finding.code: finding for finding in rows}
    unknown, found = [], []
    for mention in mentions:
        known = {**loaded} | {code: stored[code] for code in mention.printed if code in stored}
        for code in mention.codes:
            if code not in known:
                sentence = f"temuan {quoted(code)} tidak ada di {FILE} dan tidak ada di portal"
                unknown.append(mention.problem(sentence))
            elif known[code] != loaded.get(code, known[code]):
                report.notices.append(mention.problem(_which(known[code])))
        found.append([known[code] for code in mention.codes if code in known])
    if unknown:
        raise ImportErrors(unknown)
    return found


def _which(finding: Finding) -> str:
    row = finding.code.partition("-")[2].lstrip("0")
    said = f"{finding.code} dibaca sebagai temuan {quoted(finding.title)} yang ada di portal"
    return f"{said}, bukan baris {row} {FILE}; baris itu disebut dengan angka {row}"


def _finding_values(row: FindingRow, terms: Terms) -> dict[str, Any]:
    return {
        **row.plain,
        "dimension": terms.dimensions[row.dimension],
        "subdimension": terms.subdimensions[row.subdimension] if row.subdimension else None,
        "area": list(row.area),
        "owner_opd": terms.offices[row.owner_opd] if row.owner_opd else None,
    }
