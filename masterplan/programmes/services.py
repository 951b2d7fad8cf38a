"""The plan with its horizons, books and programmes, from a folder's rows."""

import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError

from bimtek.cycle.models import Dimension
from bimtek.findings.models import Finding
from bimtek.findings.services import Terms, mentioned
from bimtek.findings.tables import Mention
from lib.access import Actor, require
from lib.audit.services import changed
from lib.errors import Conflict, Invalid
from lib.tables.upsert import LoadReport, upsert
from lib.tables.values import NO_ADDRESS, URL_SHAPE
from lib.text.spelling import shown
from lib.versioned import services as versioned
from lib.versioned.removal import Removal
from lib.versioned.services import Expected, is_replay, set_editor, touch
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.plan.workflow import require_open
from masterplan.programmes import rules
from masterplan.programmes.document import (
    ProgrammeData,
    differences,
)
from masterplan.programmes.indicators import services as figures
from masterplan.programmes.models import Indicator, Programme, Target
from masterplan.programmes.selectors import Links, data_of, links_of
from masterplan.programmes.tables import FILE, ProgrammeRow


def load_programmes(
    plan: Masterplan,
    rows: Sequence[ProgrammeRow],
    terms: Terms,
    findings: Mapping[str, Finding],
    report: LoadReport,
    *,
    actor: Actor,
) -> None:
    """Programmes by code, with their links, indicator and known targets."""
    with rules.LOAD.by(actor) as act:
        act.on(plan)
        before = report.changes
        _store_rows(plan, rows, terms, findings, report)
        act.record({"count": len(rows)}, if_changed=report.changes > before)


def _store_rows(
    plan: Masterplan,
    rows: Sequence[ProgrammeRow],
    terms: Terms,
    findings: Mapping[str, Finding],
    report: LoadReport,
) -> None:
    known = {programme.code: programme for programme in Programme.objects.filter(masterplan=plan)}
    horizons = {horizon.code: horizon for horizon in Horizon.objects.filter(masterplan=plan)}
    sources = {source.code: source for source in FundingSource.objects.filter(masterplan=plan)}
    mentions = [Mention(FILE, row.line, "answers_findings", row.answers, row.printed) for row in rows]
    answered = mentioned(plan.cycle, mentions, findings, report)
    for row, answers in zip(rows, answered, strict=True):
        links: dict[str, Sequence[Any]] = {
            "supporting_opds": [terms.offices[code] for code in row.supporting_opds],
            "findings": answers,
            "funding_sources": [sources[code] for code in row.funding_sources],
        }
        upsert(
            Programme,
            {"masterplan": plan, "code": row.code},
            _programme_values(row, terms) | {"horizon": horizons[row.horizon]},
            report,
            existing=known.get(row.code),
            extra=[links, row.indicator and asdict(row.indicator), [asdict(cell) for cell in row.targets]],
            link=_linker(row, links),
        )


def _programme_values(row: ProgrammeRow, terms: Terms) -> dict[str, Any]:
    return {
        **row.plain,
        "dimension": terms.dimensions[row.dimension],
        "subdimension": terms.subdimensions[row.subdimension] if row.subdimension else None,
        "lead_opd": terms.offices[row.lead_opd],
    }


def _linker(row: ProgrammeRow, links: Mapping[str, Sequence[Any]]) -> Any:
    def link(programme: Programme) -> None:
        for name, things in links.items():
            getattr(programme, name).set(things)
        programme.money.all().delete()
        programme.indicators.all().delete()
        if row.indicator:
            indicator = Indicator.objects.create(programme=programme, **asdict(row.indicator))
            Target.objects.bulk_create(
                Target(indicator=indicator, year=cell.year, value=cell.value, is_achieved=cell.achieved)
                for cell in row.targets
            )

    return link


FIELD_OF = {
    "programme_code_once": "code",
    "programme_stopped_has_reason": "status_reason",
}

SURE = frozenset(("start_year", "source_amount", "set_aside_at"))  # `check` asked, or no form changes it


def create(plan: Masterplan, data: ProgrammeData, *, actor: Actor, uid: uuid.UUID) -> Programme:
    """The same uid twice gives one programme. Without a code the next one of its dimension is taken."""
    with rules.CREATE.by(actor) as act:
        act.on(plan, data.lead_opd.pk)
        require_open(Masterplan.objects.select_for_update().get(pk=plan.pk))
        known: Programme | None = Programme.objects.filter(uid=uid).first()
        if known:
            return act.unchanged(_said_again(known, plan, data))
        check(plan, data)
        programme = Programme(masterplan=plan, uid=uid, **data.columns())
        programme.code = data.code or next_code(plan, data.dimension)
        set_editor(programme, actor)
        _validate(programme)
        programme.save()
        _store_links(programme, data, Links())
        act.record(about=programme)
    return programme


def _said_again(known: Programme, plan: Masterplan, data: ProgrammeData) -> Programme:
    """A double click says the same; another text sent from an old page must not vanish in silence."""
    stored = snapshot(known)
    if known.masterplan_id != plan.pk or differences(stored, dict.fromkeys(stored, "") | data.readable()):
        raise Conflict(
            f"Halaman ini sudah dipakai menambah {known.code}. Muat ulang, lalu kirim lagi program yang baru."
        )
    return known


def update(
    programme: Programme, data: ProgrammeData, *, actor: Actor, expected_version: Expected
) -> Programme:
    """Store the form based on `expected_version`; somebody else's save in between refuses with both texts.

    The code is the programme's name for ever and stays.
    """
    with rules.CHANGE.by(actor) as act:
        programme = act.on(_locked(programme))
        may_hand_over = rules.can_add_programme(actor, programme.masterplan, data.lead_opd.pk)
        require(may_hand_over, rules.NOT_HANDING_OVER)
        links = links_of(programme)
        before = data_of(programme, links).readable()
        after = dict.fromkeys(before, "") | data.readable()
        if is_replay(programme, expected_version, lambda: differences(before, after)):
            return act.unchanged(programme)
        check(programme.masterplan, data)
        for name, value in data.columns().items():
            if name != "code":
                setattr(programme, name, value)
        touch(programme, actor)
        _validate(programme, SURE | {"code"})
        programme.save()
        _store_links(programme, data, links)
        act.record(changed(before, after))
    return programme


def link_finding(programme: Programme, finding: Finding, *, actor: Actor) -> Programme:
    """Say that a programme answers a finding; said again it changes nothing.

    It adds and overwrites nothing, so no version is asked for.
    """
    with rules.CHANGE.by(actor) as act:
        programme = act.on(_locked(programme))
        if finding.cycle_id != programme.masterplan.cycle_id:
            raise Invalid("Temuan ini tidak ada dalam siklus masterplan.")
        if programme.findings.filter(pk=finding.pk).exists():
            return act.unchanged(programme)
        versioned.require_in_plan(programme)
        versioned.require_in_plan(finding)
        before = snapshot(programme)
        programme.findings.add(finding)
        touch(programme, actor)
        programme.save()
        act.record(changed(before, snapshot(programme)))
    return programme


def next_code(plan: Masterplan, dimension: Dimension) -> str:
    """P-ENV-09 after P-ENV-08; call under the plan's lock."""
    stem = f"P-{dimension.code}-"
    codes = Programme.objects.filter(masterplan=plan, code__startswith=stem).values_list("code", flat=True)
    numbers = [int(tail) for code in codes if (tail := code.removeprefix(stem)).isdigit()]
    return f"{stem}{max(numbers, default=0) + 1:02d}"


def check(plan: Masterplan, data: ProgrammeData) -> None:
    """What the rows cannot know of each other; every refusal names its field."""
    wrong = _check_links(plan, data) | _check_period(data) | figures.check(plan, data)
    if not shown(data.name):
        wrong["name"] = "Nama program wajib diisi."
    if data.source_url and not URL_SHAPE.fullmatch(data.source_url):
        wrong["source_url"] = NO_ADDRESS
    if wrong:
        raise Invalid("Program belum disimpan. Periksa isian yang ditandai.", wrong)


def _check_links(plan: Masterplan, data: ProgrammeData) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if data.dimension.cycle_id != plan.cycle_id:
        wrong["dimension"] = "Dimensi ini tidak ada dalam siklus masterplan."
    if data.subdimension and data.subdimension.dimension_id != data.dimension.pk:
        wrong["subdimension"] = "Subdimensi ini bukan bagian dari dimensi yang dipilih."
    if data.horizon.masterplan_id != plan.pk:
        wrong["horizon"] = "Jangka waktu ini bukan milik masterplan."
    offices = [data.lead_opd, *data.supporting_opds]
    if any(office.region_id != plan.region_id for office in offices):
        wrong["lead_opd"] = "OPD ini bukan bagian dari daerah."
    if data.lead_opd in data.supporting_opds:
        wrong["supporting_opds"] = "OPD penanggung jawab tidak perlu disebut lagi sebagai pendukung."
    if any(source.masterplan_id != plan.pk for source in data.funding_sources):
        wrong["funding_sources"] = "Sumber dana ini bukan milik masterplan."
    if any(finding.cycle_id != plan.cycle_id for finding in data.findings):
        wrong["findings"] = "Temuan ini tidak ada dalam siklus masterplan."
    return wrong


def _check_period(data: ProgrammeData) -> dict[str, str]:
    start, end, months = data.start_year, data.end_year, data.horizon.max_months
    if start is None or end is None:
        return {}
    if end < start:
        return {"end_year": "Tahun selesai tidak boleh sebelum tahun mulai."}
    if months and (end - start) * 12 > months:
        return {"end_year": f"Program {data.horizon.label} paling lama {months} bulan."}
    return {}


def _locked(programme: Programme) -> Programme:
    """Locked, then read with what it belongs to, which may have changed while the lock was waited for."""
    if not Programme.objects.select_for_update().filter(pk=programme.pk).order_by().values_list("pk"):
        raise Conflict("Program ini sudah dihapus orang lain.")
    joined = ("masterplan__cycle", "dimension", "subdimension", "lead_opd", "horizon")
    read: Programme = Programme.objects.select_related(*joined).get(pk=programme.pk)
    return read


def _against_deleting(programme: Programme) -> str:
    return versioned.against_deleting(programme, is_held=programme.comments.exists())


_removal = Removal(
    aside=rules.SET_ASIDE,
    back=rules.RESTORE,
    deletion=rules.DELETE,
    lock=_locked,
    against=_against_deleting,
)
set_aside, restore, delete = _removal.set_aside, _removal.restore, _removal.delete


def _validate(programme: Programme, sure: Set[str] = SURE) -> None:
    """Ask the database's own constraints before it does, for their Indonesian sentence and their field.

    Each of them is a query, so those about columns that are sure to hold are not asked.
    """
    try:
        programme.validate_constraints(exclude=set(sure))
    except ValidationError as reason:
        names = {str(c.violation_error_message): c.name for c in Programme._meta.constraints}
        fields = {FIELD_OF[names[sentence]]: sentence for sentence in reason.messages}
        raise Invalid(" ".join(reason.messages), fields) from reason


def _store_links(programme: Programme, data: ProgrammeData, links: Links) -> None:
    """What is not yet as it was said."""
    for name in ("supporting_opds", "findings", "funding_sources"):
        said = getattr(data, name)
        if set(said) != set(getattr(links, name)):
            getattr(programme, name).set(said)
    figures.store(programme, data, links.indicators, links.money)


def snapshot(programme: Programme) -> dict[str, str]:
    """The programme as flat readable values, for the audit trail and for showing both texts."""
    return data_of(programme, links_of(programme)).readable()
