"""Programmes in the compiled document; what a person says about one, and the same as text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, Value

from bimtek.cycle.models import Dimension, Subdimension
from bimtek.findings.models import Finding
from lib.documents import Compared, Json, Part, by_code
from lib.errors import Difference
from lib.text import numbers
from lib.text.canonical import decimal, money, plain
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes.models import Programme, ProgrammeStatus, ProgrammeYear
from opd.offices.models import Opd

LINKS = ("supporting_opds", "findings", "funding_sources", "years", "indicator", "unit", "baseline")
CHOSEN = ("dimension", "subdimension", "lead_opd", "horizon", "quick_win", "status", *LINKS[:3])
LABELS = {"indicator": "indikator", "unit": "satuan", "baseline": "nilai dasar"}


LONGEST_BEFORE = 10
"""A programme may have begun that many years before its plan; an earlier year is most likely a slip."""


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
    funding_sources: Sequence[FundingSource] = ()
    status: str = "rencana"
    status_reason: str = ""
    source_url: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """The values that are columns of the programme's own row."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in LINKS}

    def readable(self) -> dict[str, str]:
        """By name of the form's field, without the code; numbers as typed, unknown is empty."""
        values = {name: _text(value) for name, value in self.columns().items() if name != "code"}
        values["status"] = str(ProgrammeStatus(self.status).label)
        values["source_amount"] = _rupiah(self.source_amount)
        values["supporting_opds"] = ", ".join(sorted(opd.short_name for opd in self.supporting_opds))
        values["funding_sources"] = ", ".join(source.label for source in self.funding_sources)
        values["findings"] = ", ".join(sorted(finding.code for finding in self.findings))
        values |= {"indicator": self.indicator, "unit": self.unit, "baseline": _text(self.baseline)}
        for year, cell in sorted(self.years.items()):
            values[f"target_{year}"] = _text(cell.target)
            values[f"rupiah_{year}"] = _rupiah(cell.rupiah)
        return values


def differences(theirs: dict[str, str], mine: dict[str, str]) -> list[Difference]:
    """Fields whose text is not the same. What is chosen from a list can be read here, but not bettered."""
    return [
        Difference(label(name), text, theirs.get(name, ""), "" if name in CHOSEN else name)
        for name, text in mine.items()
        if text != theirs.get(name, "")
    ]


def outside_plan(name: str, year: int | None, years: Sequence[int]) -> str:
    """What is told of the year in `start_year`, `end_year` or `targets` when the plan's years, in order, lie
    elsewhere; empty when they do not."""
    if year is None or not years:
        return ""
    first = years[0] - LONGEST_BEFORE if name == "start_year" else years[0]
    if first <= year <= years[-1]:
        return ""
    note = "; disimpan sebagai catatan, tidak ikut dijumlahkan" if name == "targets" else ""
    return f"tahun {year} di luar masterplan ({years[0]}-{years[-1]}){note}"


def years_outside(programme: Programme) -> list[str]:
    """A sentence for each year of the programme that its plan does not hold."""
    years = programme.masterplan.years
    remarks = {
        name: outside_plan(name, getattr(programme, name), years) for name in ("start_year", "end_year")
    }
    return [f"{label(name)}: {remark}; periksa sekali lagi." for name, remark in remarks.items() if remark]


def label(name: str) -> str:
    if name.startswith(("target_", "rupiah_")):
        return name.replace("_", " ").capitalize()
    words = LABELS.get(name) or str(getattr(Programme._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


def _rupiah(value: int | None) -> str:
    return "" if value is None else numbers.write(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return numbers.write(value)
    return str(value)


COMPARED = {
    "name": "nama",
    "short_name": "nama pendek",
    "description": "uraian",
    "dimension": "dimensi",
    "subdimension": "subdimensi",
    "lead_opd": "OPD penanggung jawab",
    "supporting_opds": "OPD pendukung",
    "horizon": "jangka waktu",
    "quick_win": "calon quick win",
    "start_year": "tahun mulai",
    "end_year": "tahun selesai",
    "indicator": "indikator",
    "years": "target dan rupiah",
    "earlier": "target di luar masterplan",
    "source_amount": "jumlah menurut sumber",
    "funding_sources": "sumber dana",
    "status": "keadaan",
    "status_reason": "alasan",
    "answers": "temuan yang dijawab",
    "source_url": "sumber",
    "note": "catatan",
}


def programmes(plan: Masterplan) -> list[Json]:
    """Live programmes by code, with their links and years. Three queries."""
    first = FilteredRelation("indicators", condition=Q(indicators__order=1))
    rows = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .annotate(first=first)
        .values(
            *("code", "name", "short_name", "description", "quick_win", "start_year", "end_year"),
            *("source_amount", "status", "status_reason", "source_url", "note"),
            of_dimension=F("dimension__code"),
            of_subdimension=F("subdimension__code"),
            lead=F("lead_opd__code"),
            of_horizon=F("horizon__code"),
            indicator_name=F("first__name"),
            indicator_unit=F("first__unit"),
            indicator_baseline=F("first__baseline"),
        )
    )
    made: list[Json] = plain(sorted((_programme(dict(row)) for row in rows), key=lambda row: row["code"]))
    by_its_code = by_code(made)
    for programme, key, _, code in sorted(_links_of(plan)):
        if programme in by_its_code:
            by_its_code[programme][key].append(code)
    _add_years(plan, made)
    return made


def _programme(row: Json) -> Json:
    name, unit, baseline = (row.pop(f"indicator_{part}") for part in ("name", "unit", "baseline"))
    row["indicator"] = None if name is None else {"name": name, "unit": unit, "baseline": decimal(baseline)}
    row["source_amount"] = money(row["source_amount"])
    row["dimension"] = row.pop("of_dimension")
    row["subdimension"] = row.pop("of_subdimension")
    row["lead_opd"] = row.pop("lead")
    row["horizon"] = row.pop("of_horizon")
    return row | {"funding_sources": [], "supporting_opds": [], "answers": []}


def _links_of(plan: Masterplan) -> Iterable[tuple[str, str, int, str]]:
    """(programme, key, order, code) of every link: answered live findings, supporting offices, funds."""

    def pairs(rows: Any, key: str, order: Any, code: str) -> Any:
        found = rows.filter(programme__masterplan=plan).annotate(key=Value(key), place=order)
        return found.values_list("programme__code", "key", "place", code)

    live = Programme.findings.through.objects.filter(
        finding__set_aside_at__isnull=True, finding__merged_into__isnull=True
    )
    supports, funds = Programme.supporting_opds.through.objects, Programme.funding_sources.through.objects
    links: Iterable[tuple[str, str, int, str]] = pairs(live, "answers", Value(0), "finding__code").union(
        pairs(supports, "supporting_opds", F("opd__order"), "opd__code"),
        pairs(funds, "funding_sources", F("fundingsource__order"), "fundingsource__code"),
        all=True,
    )
    return links


def _add_years(plan: Masterplan, programmes: list[Json]) -> None:
    """The cells of every programme: those of the plan's years, also empty ones, and those of other years.

    There are thousands, plain as they are made here, so they come in after the rest was looked through.
    """
    cells: dict[str, dict[int, Json]] = defaultdict(dict)
    rows = (
        ProgrammeYear.objects.filter(programme__masterplan=plan)
        .order_by()
        .values_list("programme__code", "year", "target", "rupiah", "is_achieved")
    )
    for code, year, target, rupiah, achieved in rows:
        cells[code][year] = _cell(year, target, rupiah, achieved)
    years = plan.years
    for row in programmes:
        own = cells[row["code"]]
        row["years"] = [own.pop(year, None) or _cell(year, None, None, False) for year in years]
        row["earlier"] = [own[year] for year in sorted(own)]


def _cell(year: int, target: Decimal | None, rupiah: int | None, achieved: bool) -> Json:
    return {
        "year": year,
        "target": None if target is None else decimal(target),
        "rupiah": None if rupiah is None else str(rupiah),
        "achieved": achieved,
    }


PROGRAMMES = Part("programmes", "plan", programmes, Compared("programme", "name", COMPARED, by_code))
