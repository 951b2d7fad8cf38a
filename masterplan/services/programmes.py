"""Programmes: made, changed, set aside, deleted. All their rows carry one version."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from bimtek.models import Dimension, Finding, Subdimension
from masterplan import rules
from masterplan.models import FundingSource, Horizon, Indicator, Masterplan, Programme, ProgrammeYear
from opd import audit, clock
from opd.authorization import Actor, require
from opd.errors import Conflict, Difference, Invalid, StaleVersion
from opd.models import Opd

MAX_RUPIAH = 10**15
LINKS = ("supporting_opds", "findings", "years", "indicator", "unit", "baseline")


@dataclass(frozen=True)
class YearCell:
    target: Decimal | None = None
    rupiah: int | None = None


@dataclass(frozen=True)
class ProgrammeData:
    """Everything a person can say about a programme. Unknown is None, never 0."""

    name: str
    dimension: Dimension
    lead_opd: Opd
    horizon: Horizon
    code: str = ""
    short_name: str = ""
    description: str = ""
    subdimension: Subdimension | None = None
    supporting_opds: Sequence[Opd] = ()
    findings: Sequence[Finding] = ()
    quick_win: bool = False
    start_year: int | None = None
    end_year: int | None = None
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    years: Mapping[int, YearCell] = field(default_factory=dict)
    source_amount: int | None = None
    funding_source: FundingSource | None = None
    status: str = "rencana"
    status_reason: str = ""
    source_url: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The values that are columns of the programme's own row."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in LINKS}


@transaction.atomic
def create(plan: Masterplan, data: ProgrammeData, *, actor: Actor, uid: uuid.UUID) -> Programme:
    """The same uid twice gives one programme. Without a code the next one of its dimension is taken."""
    require(rules.can_add_programme(actor, plan, data.lead_opd.pk), "Anda hanya dapat menambah program OPD sendiri.")
    Masterplan.objects.select_for_update().get(pk=plan.pk)
    known: Programme | None = Programme.objects.filter(uid=uid).first()
    if known:
        return known
    check(plan, data)
    programme = Programme(masterplan=plan, uid=uid, **data.columns())
    programme.code = data.code or next_code(plan, data.dimension)
    _touch(programme, actor)
    _validate(programme)
    programme.save()
    _store_links(programme, data)
    audit.record(actor, "programme.created", programme)
    return programme


@transaction.atomic
def update(programme: Programme, data: ProgrammeData, *, actor: Actor, version: int | None) -> Programme:
    """Store the form based on `version`; somebody else's save in between refuses with both texts."""
    programme = _locked(programme)
    require(rules.can_edit_programme(actor, programme), "Program ini dikelola OPD lain.")
    require(
        rules.can_add_programme(actor, programme.masterplan, data.lead_opd.pk),
        "Anda tidak dapat menyerahkan program ini kepada OPD lain; mintalah editor.",
    )
    before = snapshot(programme)
    if version != programme.version:
        raise StaleVersion(
            _differences(before, _as_snapshot(data)),
            changed_by=str(programme.edited_by or ""),
            changed_at=programme.edited_at,
        )
    check(programme.masterplan, data)
    for name, value in data.columns().items():
        setattr(programme, name, value if name != "code" else (value or programme.code))
    programme.version = F("version") + 1
    _touch(programme, actor)
    _validate(programme)
    programme.save()
    _store_links(programme, data)
    programme.refresh_from_db()
    audit.record(actor, "programme.changed", programme, audit.changed(before, snapshot(programme)))
    return programme


@transaction.atomic
def set_aside(programme: Programme, *, actor: Actor, reason: str) -> Programme:
    """Out of the plan, with a reason; it stays to be seen and can be taken back."""
    programme = _locked(programme)
    require(rules.can_edit_programme(actor, programme), "Program ini dikelola OPD lain.")
    if programme.is_set_aside:
        raise Conflict("Program ini sudah dikesampingkan.")
    if not reason.strip():
        raise Invalid("Tulis alasan mengesampingkan program ini.", {"reason": "Alasan wajib diisi."})
    programme.set_aside_at, programme.set_aside_reason = clock.now(), reason.strip()
    _touch(programme, actor)
    programme.version += 1
    programme.save()
    audit.record(actor, "programme.set_aside", programme, {"reason": reason.strip()})
    return programme


@transaction.atomic
def restore(programme: Programme, *, actor: Actor) -> Programme:
    programme = _locked(programme)
    require(rules.can_edit_programme(actor, programme), "Program ini dikelola OPD lain.")
    if not programme.is_set_aside:
        raise Conflict("Program ini tidak dikesampingkan.")
    programme.set_aside_at, programme.set_aside_reason = None, ""
    _touch(programme, actor)
    programme.version += 1
    programme.save()
    audit.record(actor, "programme.restored", programme)
    return programme


@transaction.atomic
def delete(programme: Programme, *, actor: Actor) -> None:
    """Only what no frozen version and no comment holds."""
    programme = _locked(programme)
    require(rules.can_edit_programme(actor, programme), "Program ini dikelola OPD lain.")
    if programme.is_frozen or programme.comments.exists():
        raise Conflict("Program ini sudah tercatat dalam versi beku. Kesampingkan dengan alasan.")
    audit.record(actor, "programme.deleted", programme, {"name": programme.name})
    programme.delete()


def next_code(plan: Masterplan, dimension: Dimension) -> str:
    """P-ENV-09 after P-ENV-08; call under the plan's lock."""
    stem = f"P-{dimension.code}-"
    codes = Programme.objects.filter(masterplan=plan, code__startswith=stem).values_list("code", flat=True)
    numbers = [int(tail) for code in codes if (tail := code.removeprefix(stem)).isdigit()]
    return f"{stem}{max(numbers, default=0) + 1:02d}"


def check(plan: Masterplan, data: ProgrammeData) -> None:
    """What the rows cannot know of each other; every refusal names its field."""
    wrong: dict[str, str] = {}
    if data.subdimension and data.subdimension.dimension_id != data.dimension.pk:
        wrong["subdimension"] = "Subdimensi ini bukan bagian dari dimensi yang dipilih."
    if data.dimension.cycle_id != plan.cycle_id:
        wrong["dimension"] = "Dimensi ini tidak ada dalam siklus masterplan."
    if data.lead_opd in data.supporting_opds:
        wrong["supporting_opds"] = "OPD penanggung jawab tidak perlu disebut lagi sebagai pendukung."
    months = data.horizon.max_months
    if months and data.start_year and data.end_year and (data.end_year - data.start_year) * 12 > months:
        wrong["end_year"] = f"Program {data.horizon.label} paling lama {months} bulan."
    if data.start_year and data.end_year and data.end_year < data.start_year:
        wrong["end_year"] = "Tahun selesai tidak boleh sebelum tahun mulai."
    wrong |= _check_numbers(plan, data)
    if wrong:
        raise Invalid("Isian belum dapat disimpan. Periksa isian yang ditandai.", wrong)


def _check_numbers(plan: Masterplan, data: ProgrammeData) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for year, cell in data.years.items():
        if cell.target is not None and cell.target < 0:
            wrong[f"target_{year}"] = f"Target {year} tidak boleh negatif."
        if cell.rupiah is not None and not 0 <= cell.rupiah < MAX_RUPIAH:
            wrong[f"rupiah_{year}"] = f"Rupiah {year} di luar batas."
        if year not in plan.years:
            wrong[f"target_{year}"] = f"Tahun {year} di luar masa masterplan."
    if data.source_amount is not None and not 0 <= data.source_amount < MAX_RUPIAH:
        wrong["source_amount"] = "Jumlah rupiah di luar batas."
    return wrong


def _locked(programme: Programme) -> Programme:
    locked: Programme = (
        Programme.objects.select_for_update(of=("self",)).select_related("masterplan__cycle").get(pk=programme.pk)
    )
    return locked


def _touch(programme: Programme, actor: Actor) -> None:
    programme.edited_at, programme.edited_by_id = clock.now(), getattr(actor, "pk", None)


def _validate(programme: Programme) -> None:
    """Ask the database's own constraints before it does, for their Indonesian sentence and their field."""
    try:
        programme.validate_constraints()
    except ValidationError as reason:
        sentence = " ".join(reason.messages)
        name = {"programme_code_once": "code", "programme_period_in_order": "end_year"}.get(_constraint(reason), "")
        raise Invalid(sentence, {name: sentence} if name else {}) from reason


def _constraint(reason: ValidationError) -> str:
    for error in reason.error_dict.get("__all__", []) if hasattr(reason, "error_dict") else []:
        message = str(error.message)
        for constraint in Programme._meta.constraints:
            if str(getattr(constraint, "violation_error_message", "")) == message:
                return str(constraint.name)
    return ""


def _store_links(programme: Programme, data: ProgrammeData) -> None:
    programme.supporting_opds.set(data.supporting_opds)
    programme.findings.set(data.findings)
    if data.indicator:
        values = {"name": data.indicator, "unit": data.unit, "baseline": data.baseline}
        Indicator.objects.update_or_create(programme=programme, order=1, defaults=values)
    else:
        programme.indicators.all().delete()
    for year, cell in data.years.items():
        row = programme.years.filter(year=year)
        if cell.target is None and cell.rupiah is None:
            row.delete()
        elif not row.update(target=cell.target, rupiah=cell.rupiah):
            ProgrammeYear.objects.create(programme=programme, year=year, target=cell.target, rupiah=cell.rupiah)


def snapshot(programme: Programme) -> dict[str, Any]:
    """The programme as flat readable values, for the audit trail and for showing both texts."""
    indicator = programme.indicators.filter(order=1).first()
    plan_years = programme.masterplan.years
    cells = {y.year: y for y in programme.years.all() if y.year in plan_years}
    data = ProgrammeData(
        **{name: getattr(programme, name) for name in ProgrammeData.__dataclass_fields__ if name not in LINKS},
        supporting_opds=list(programme.supporting_opds.all()),
        findings=list(programme.findings.all()),
        indicator=indicator.name if indicator else "",
        unit=indicator.unit if indicator else "",
        baseline=indicator.baseline if indicator else None,
        years={year: YearCell(cell.target, cell.rupiah) for year, cell in cells.items()},
    )
    return _as_snapshot(data)


def _as_snapshot(data: ProgrammeData) -> dict[str, Any]:
    values = {name: _text(value) for name, value in data.columns().items() if name != "code"}
    values["supporting_opds"] = ", ".join(sorted(opd.short_name for opd in data.supporting_opds))
    values["findings"] = ", ".join(sorted(finding.code for finding in data.findings))
    values |= {"indicator": data.indicator, "unit": data.unit, "baseline": _text(data.baseline)}
    for year, cell in sorted(data.years.items()):
        if cell.target is not None:
            values[f"target {year}"] = _text(cell.target)
        if cell.rupiah is not None:
            values[f"rupiah {year}"] = _text(cell.rupiah)
    return values


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    return str(value)


def _differences(theirs: dict[str, Any], mine: dict[str, Any]) -> list[Difference]:
    names = list(dict.fromkeys([*mine, *theirs]))
    return [
        Difference(_label(name), mine.get(name, ""), theirs.get(name, ""))
        for name in names
        if mine.get(name, "") != theirs.get(name, "")
    ]


def _label(name: str) -> str:
    extra = {"indicator": "indikator", "unit": "satuan", "baseline": "nilai dasar"}
    if name in extra or name.startswith(("target ", "rupiah ")):
        return extra.get(name, name)
    return str(Programme._meta.get_field(name).verbose_name)
