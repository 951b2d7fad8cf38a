"""programmes.csv: programmes, innovations and applications, and the findings they answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from bimtek.cycle.tables import DimensionIndex
from bimtek.findings.tables import FindingIndex
from lib import clock
from lib.tables import declared, values
from lib.tables.csv import Row, read_table
from lib.tables.problems import Report
from lib.text.numbers import parse
from lib.text.spelling import DASHES
from masterplan.plan.tables import HorizonRow, PlanTerms
from masterplan.programmes.document import PLAIN, outside_plan
from opd.offices.tables import OpdDirectory, read_office, read_office_list, refuse_repeated

FILE = "programmes.csv"
COLUMNS = (
    *("code", *declared.columns(PLAIN)),
    *("dimension", "subdimension", "lead_opd", "supporting_opds", "horizon"),
    *("indicator", "unit", "baseline", "targets", "funding_source", "answers_findings"),
)
REQUIRED = ("code", "name", "dimension", "lead_opd", "horizon", "quick_win", "status")
REASON = 500
SPAN = re.compile(
    rf"([0-9]{{4}})\s*(?:[{DASHES}/~]|s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga)\s*([0-9]{{4}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """`name` is empty where the file gives only unit, baseline or targets."""

    name: str
    unit: str
    baseline: Decimal | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """`achieved`: the programme is finished, so the published number is what it reached."""

    year: int
    value: Decimal
    achieved: bool


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """Offices and findings by code; `plain` are the declared fields by name. `status_reason` repeats the note
    where the status needs a reason. `printed` are those of `answers` that were written as the portal prints
    them: a finding of the portal has that code before a row of the file."""

    line: int
    code: str
    plain: Mapping[str, Any]
    dimension: str
    subdimension: str | None
    lead_opd: str
    supporting_opds: tuple[str, ...]
    horizon: str
    indicator: IndicatorRow | None
    targets: tuple[TargetRow, ...]
    funding_sources: tuple[str, ...]
    answers: tuple[str, ...]
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeContext:
    """What the cells refer to."""

    directory: OpdDirectory
    dimensions: DimensionIndex
    findings: FindingIndex
    terms: PlanTerms

    @property
    def horizons(self) -> Mapping[str, HorizonRow]:
        return {row.code: row for row in self.terms.horizons}

    @property
    def statuses(self) -> Mapping[str, bool]:
        """Code, and whether it needs a reason."""
        return {row.code: row.reason_required for row in self.terms.statuses}

    @property
    def funding_sources(self) -> frozenset[str]:
        return frozenset(row.code for row in self.terms.funding_sources)


def read_programmes(folder: Path, report: Report, context: ProgrammeContext) -> tuple[ProgrammeRow, ...]:
    table = read_table(folder, FILE, COLUMNS, REQUIRED, report)
    rows = [row for row in table.rows if row] if table else []
    programmes = tuple(_programme(row, context) for row in rows)
    refuse_repeated(zip(rows, (programme.code for programme in programmes), strict=True), "code", "kode")
    return programmes


def _programme(row: Row, context: ProgrammeContext) -> ProgrammeRow:
    dimension, subdimension = context.dimensions.read(row)
    lead_opd = read_office(row, "lead_opd", context.directory, required=True)
    start_year, end_year = _period(row)
    years = context.terms.years
    for name, year in (("start_year", start_year), ("end_year", end_year)):
        _tell_outside(row, name, year, years)
    by_hand = {"start_year": start_year, "end_year": end_year, **_status(row, context.statuses)}
    plain = declared.read(row, PLAIN, by_hand)
    targets = _targets(row, achieved=plain["status"] == "selesai")
    for target in targets:
        _tell_outside(row, "targets", target.year, years)
    answers = _answers(row, context.findings)
    return ProgrammeRow(
        line=row.line,
        code=row.code("code"),
        plain=plain,
        dimension=dimension,
        subdimension=subdimension,
        lead_opd=lead_opd,
        supporting_opds=read_office_list(row, "supporting_opds", context.directory, but=(lead_opd,)),
        horizon=_horizon(row, start_year, end_year, context.horizons),
        indicator=_indicator(row, has_targets=bool(targets)),
        targets=targets,
        funding_sources=_funding_sources(row, context.funding_sources),
        answers=tuple(answers),
        printed=tuple(code for code, is_printed in answers.items() if is_printed),
    )


def _period(row: Row) -> tuple[int | None, int | None]:
    """A span stands in start_year alone."""
    end_year = row.year("end_year")
    if found := SPAN.fullmatch(row.text("start_year")):
        start_year = row.parsed("start_year", lambda _: values.parse_year(found[1]))
        if row.text("end_year"):
            row.problem("end_year", "harus kosong karena start_year sudah berupa rentang tahun")
        end_year = row.parsed("start_year", lambda _: values.parse_year(found[2]))
    else:
        start_year = row.year("start_year")
    if start_year and end_year and end_year < start_year:
        row.problem("end_year", f"tahun selesai {end_year} mendahului tahun mulai {start_year}")
    return start_year, end_year


def _tell_outside(row: Row, column: str, year: int | None, years: Sequence[int]) -> None:
    if remark := outside_plan(column, year, years):
        row.notice(column, remark)


def _status(row: Row, statuses: Mapping[str, bool]) -> dict[str, str]:
    status, note = row.choice("status", statuses), row.prose("note")
    if not statuses.get(status):
        return {"status": status, "status_reason": "", "note": note}
    if not note:
        row.problem("note", f"status {status} memerlukan alasan di kolom ini")
    elif len(note) > REASON:
        row.problem("note", f"alasan terlalu panjang: {len(note)} huruf, paling banyak {REASON}")
    return {"status": status, "status_reason": note, "note": note}


def _horizon(
    row: Row, start_year: int | None, end_year: int | None, horizons: Mapping[str, HorizonRow]
) -> str:
    """A programme that certainly outlasts its horizon is told, not refused: the years are facts, the horizon
    is somebody's judgement."""
    code = row.choice("horizon", horizons)
    horizon = horizons.get(code)
    if horizon and horizon.max_months and start_year and end_year:
        least_months = (end_year - start_year - 1) * 12
        if least_months >= horizon.max_months:
            listed = f"{start_year}-{end_year} lebih lama dari {horizon.max_months} bulan"
            row.notice("horizon", f"{listed}, batas {values.quoted(code)}")
    return code


def _indicator(row: Row, *, has_targets: bool) -> IndicatorRow | None:
    name, unit = row.text("indicator"), row.text("unit", values.UNIT)
    baseline = row.number("baseline")
    if not (name or unit or has_targets) and baseline is None:
        return None
    return IndicatorRow(name, unit, baseline)


def _targets(row: Row, *, achieved: bool) -> tuple[TargetRow, ...]:
    """In the order of the years. achieved: whether years that have come reached what is named."""
    found: dict[int, TargetRow] = {}
    for pair in row.items("targets"):
        try:
            year, value = _target(row, pair)
            if year in found:
                raise ValueError(f"tahun {year} tertulis dua kali")
        except ValueError as refusal:
            row.problem("targets", str(refusal))
            continue
        if value is not None:
            found[year] = TargetRow(year, value, achieved and year <= clock.today().year)
    return tuple(found[year] for year in sorted(found))


def _target(row: Row, pair: str) -> tuple[int, Decimal | None]:
    """The year and its number; None behind a dash, where nothing is known."""
    left, sign, right = pair.partition("=")
    if not (sign and right.strip()):
        raise ValueError(f"{values.quoted(pair)} bukan pasangan tahun=nilai, misalnya 2024=14")
    year, value = values.parse_year(left), parse(right, partial(row.notice, "targets"))
    if value is not None and value < 0:
        raise ValueError(f"target tahun {year} tidak boleh negatif")
    return year, value


def _funding_sources(row: Row, known: frozenset[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in row.items("funding_source"):
        if known and code not in known:
            row.problem("funding_source", values.unknown(code, known))
        found[code] = None
    return tuple(found)


def _answers(row: Row, findings: FindingIndex) -> dict[str, bool]:
    """Codes of findings in the order named, each once, and whether it was written as a code."""
    found: dict[str, bool] = {}
    for reference in findings.references(row.text("answers_findings", values.PROSE)):
        printed = findings.printed_code(reference)
        try:
            code = printed or findings.code_of(reference)
        except ValueError as refusal:
            row.problem("answers_findings", str(refusal))
            continue
        if code in found:
            row.notice("answers_findings", f"{values.quoted(reference)} sudah disebut; dihitung sekali")
        elif code:
            found[code] = bool(printed)
    return found
