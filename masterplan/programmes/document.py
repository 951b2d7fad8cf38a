"""What a person says about a programme, and the same as text for the audit trail and for a conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from bimtek.cycle.models import Dimension, Subdimension
from bimtek.findings.models import Finding
from lib.errors import Difference
from lib.text.formats import angka
from masterplan.plan.models import FundingSource, Horizon
from masterplan.programmes.models import Programme, ProgrammeStatus
from opd.offices.models import Opd

LINKS = ("supporting_opds", "findings", "funding_sources", "years", "indicator", "unit", "baseline")
CHOSEN = ("dimension", "subdimension", "lead_opd", "horizon", "quick_win", "status", *LINKS[:3])
LABELS = {"indicator": "indikator", "unit": "satuan", "baseline": "nilai dasar"}


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


def label(name: str) -> str:
    if name.startswith(("target_", "rupiah_")):
        return name.replace("_", " ").capitalize()
    words = LABELS.get(name) or str(getattr(Programme._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


def _rupiah(value: int | None) -> str:
    return "" if value is None else angka(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return angka(value)
    return str(value)
