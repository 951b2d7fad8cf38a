"""Findings: recorded in the room, bettered after it, set aside or deleted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings import rules
from bimtek.findings.document import FindingData, data_of, differences
from bimtek.findings.models import Finding, FindingKind
from bimtek.findings.tables import FILE, FindingRow, Mention
from bimtek.sessions.models import BimtekSession
from lib.access import Actor
from lib.audit.services import changed
from lib.errors import Conflict, Invalid
from lib.tables.problems import ImportErrors
from lib.tables.upsert import LoadReport, upsert
from lib.tables.values import NO_ADDRESS, URL_SHAPE, quoted
from lib.text.spelling import shown
from lib.versioned import services as versioned
from lib.versioned.removal import Removal
from lib.versioned.services import Expected, is_replay, set_editor, touch
from opd.offices.models import Opd


def record(cycle: Cycle, data: FindingData, *, actor: Actor, uid: uuid.UUID | None) -> Finding:
    """Write a finding down under the next code. The same uid twice gives one finding."""
    with rules.RECORD.by(actor) as act:
        cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
        act.on(cycle, data.owner_opd.pk if data.owner_opd else None)
        if uid is None:
            raise Invalid("Formulir tidak lengkap. Muat ulang halaman; tulisan Anda ditawarkan kembali.")
        if known := Finding.objects.filter(uid=uid).first():
            return act.unchanged(_said_again(known, cycle, data))
        check(cycle, data)
        cycle.last_finding_number += 1
        cycle.save(update_fields=["last_finding_number"])
        finding = Finding(cycle=cycle, uid=uid, code=f"T-{cycle.last_finding_number:03d}", **data.columns())
        set_editor(finding, actor)
        finding.save()
        act.record(about=finding)
    return finding


def _said_again(known: Finding, cycle: Cycle, data: FindingData) -> Finding:
    """A double click says the same; another text sent from an old page must not vanish in silence."""
    if known.cycle_id != cycle.pk or data_of(known).readable() != data.readable():
        raise Conflict(
            f"Halaman ini sudah dipakai mencatat {known.code}. Muat ulang, lalu kirim lagi temuan yang baru."
        )
    return known


def update(finding: Finding, data: FindingData, *, actor: Actor, expected_version: Expected) -> Finding:
    """Store the form based on `expected_version`; somebody else's save in between refuses with both texts."""
    with rules.CHANGE.by(actor) as act:
        finding = act.on(_locked(finding))
        owner = data.owner_opd.pk if data.owner_opd else None
        rules.RECORD.require(actor, finding.cycle, owner)
        before, after = data_of(finding).readable(), data.readable()
        if is_replay(finding, expected_version, lambda: differences(before, after)):
            return act.unchanged(finding)
        check(finding.cycle, data)
        for name, value in data.columns().items():
            setattr(finding, name, value)
        touch(finding, actor)
        finding.save()
        act.record(changed(before, after))
    return finding


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


_removal = Removal(
    aside=rules.SET_ASIDE,
    back=rules.RESTORE,
    deletion=rules.DELETE,
    lock=_locked,
    against=against_deleting,
)
set_aside, restore, delete = _removal.set_aside, _removal.restore, _removal.delete


@dataclass(frozen=True)
class Terms:
    """What the codes of a finding's row stand for."""

    offices: Mapping[str, Opd]
    dimensions: Mapping[str, Dimension]
    subdimensions: Mapping[str, Subdimension]


def load_findings(
    cycle: Cycle, rows: Sequence[FindingRow], terms: Terms, report: LoadReport, *, actor: Actor
) -> dict[str, Finding]:
    """Findings by the code of their row. They come from the first workshop.

    A row new to the portal takes the next free code, so it never meets a finding recorded in the room.
    """
    with rules.LOAD.by(actor) as act:
        act.on(cycle)
        before = report.changes
        found = _store_rows(cycle, rows, terms, report)
        act.record({"count": len(rows)}, if_changed=report.changes > before)
    return found


def _store_rows(
    cycle: Cycle, rows: Sequence[FindingRow], terms: Terms, report: LoadReport
) -> dict[str, Finding]:
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
