"""Agreements beside the plan: a dated record with number, parties and scan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bimtek.cycle.models import Cycle
from commitments.agreements import rules
from commitments.agreements.models import Agreement
from commitments.agreements.tables import AgreementRow
from lib import declared
from lib.access import Actor
from lib.audit.services import changed
from lib.errors import Difference, Invalid
from lib.files import storage
from lib.files.scans import MAX_BYTES, Scan, clean_scan
from lib.tables.upsert import LoadReport, upsert
from lib.versioned import services as versioned
from lib.versioned.services import Expected, is_expected, is_replay, set_editor, stale, touch

MAX_SCAN = MAX_BYTES


@dataclass(frozen=True)
class AgreementData:
    dated: date | None = None
    place: str = ""
    number: str = ""
    parties: Sequence[str] = ()


PLAIN = declared.plain_fields(AgreementData, Agreement)


def record(cycle: Cycle, kind: str, data: AgreementData, *, actor: Actor) -> Agreement:
    """Note a new agreement; date, number and scan may follow. The same words sent twice are one agreement."""
    with rules.RECORD.by(actor) as act:
        agreement = act.on(_fill(Agreement(cycle=cycle, kind=kind), data))
        Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
        earlier = list(Agreement.objects.filter(cycle=cycle, kind=kind).order_by("order"))
        if earlier and _readable(earlier[-1]) == _readable(agreement):
            return act.unchanged(earlier[-1])
        agreement.order = earlier[-1].order + 1 if earlier else 1
        set_editor(agreement, actor)
        agreement.save()
        act.record({"kind": kind})
    return agreement


def update(
    agreement: Agreement, data: AgreementData, *, actor: Actor, expected_version: Expected
) -> Agreement:
    """Store the form based on `expected_version`; somebody else's save in between refuses with both texts."""
    with rules.CHANGE.by(actor) as act:
        agreement = act.on(_locked(agreement))
        before = _readable(agreement)
        after = _readable(_fill(Agreement(), data))
        if is_replay(agreement, expected_version, lambda: _differences(before, after)):
            return act.unchanged(agreement)
        _fill(agreement, data)
        touch(agreement, actor)
        agreement.save()
        act.record(changed(before, after))
    return agreement


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    return [
        Difference(declared.label_of(Agreement, name), after[name], before[name], field=name)
        for name in after
        if after[name] != before[name]
    ]


def attach_scan(
    agreement: Agreement, *, actor: Actor, name: str, content: bytes, expected_version: Expected
) -> Agreement:
    """Keep the scanned paper: PDF, JPEG or PNG of at most 10 MB, told by its bytes and cleaned."""
    rules.ATTACH.require(actor, agreement)
    return _attach(agreement, _cleaned(content), actor=actor, name=name, expected_version=expected_version)


def _cleaned(content: bytes) -> Scan | Invalid:
    """Before anything is locked: it may take a while. What is wrong is said after all that comes first."""
    if len(content) > MAX_SCAN:
        return Invalid("Berkas terlalu besar.", {"scan": "Paling besar 10 MB."})
    try:
        return clean_scan(content)
    except ValueError as reason:
        return Invalid(str(reason), {"scan": str(reason)})


def _attach(
    agreement: Agreement, scan: Scan | Invalid, *, actor: Actor, name: str, expected_version: Expected
) -> Agreement:
    with rules.ATTACH.by(actor) as act:
        agreement = act.on(_locked(agreement))
        if not is_expected(agreement.version, expected_version):
            raise stale(agreement, [Difference("Pindaian", name[:160], agreement.scan_name or "belum ada")])
        if isinstance(scan, Invalid):
            raise scan
        agreement.scan_sha256 = storage.put(scan.content, scan.media_type)
        agreement.scan_name = f"{agreement.kind.replace(' ', '-')}-{agreement.order}{scan.suffix}"
        touch(agreement, actor)
        agreement.save()
        act.record({"sha256": agreement.scan_sha256, "name": name[:160]})
    return agreement


def _fill(agreement: Agreement, data: AgreementData) -> Agreement:
    agreement.dated, agreement.place, agreement.number = data.dated, data.place, data.number
    agreement.parties = list(data.parties)
    return agreement


def _locked(agreement: Agreement) -> Agreement:
    return versioned.locked(Agreement.objects.select_related("cycle"), agreement)


def _readable(agreement: Agreement) -> dict[str, str]:
    """By field name, written the way the form takes it back."""
    return declared.readable(PLAIN, agreement) | {"parties": "\n".join(agreement.parties)}


def load_agreements(cycle: Cycle, rows: Sequence[AgreementRow], report: LoadReport, *, actor: Actor) -> None:
    with rules.LOAD.by(actor) as act:
        act.on(cycle)
        before = report.changes
        _store_rows(cycle, rows, report)
        act.record({"count": len(rows)}, if_changed=report.changes > before)


def _store_rows(cycle: Cycle, rows: Sequence[AgreementRow], report: LoadReport) -> None:
    known = {(row.kind, row.order): row for row in Agreement.objects.filter(cycle=cycle)}
    for row in rows:
        values = {
            "dated": row.date,
            "place": row.place,
            "parties": list(row.parties),
            "number": row.number,
            "source_url": row.source_url,
        }
        key = {"cycle": cycle, "kind": row.kind, "order": row.order}
        upsert(Agreement, key, values, report, existing=known.get((row.kind, row.order)))
