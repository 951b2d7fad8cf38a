"""Findings in the compiled document; what a person says about one, and the same as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import F

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession
from lib import declared
from lib.declared import Kind
from lib.documents import Compared, Json, Part, by_code
from lib.errors import Difference
from lib.text.canonical import decimal, plain
from opd.offices.models import Opd

EVIDENCE = ("evidence_value", "evidence_unit", "evidence_year")


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

    def readable(self) -> dict[str, str]:
        """By name; numbers as typed, unknown is empty."""
        links = {name: getattr(self, name) for name in ("dimension", "session", "subdimension", "owner_opd")}
        return {
            **declared.readable(PLAIN, self),
            **{name: "" if row is None else str(row) for name, row in links.items()},
            "area": ", ".join(self.area),
        }


PLAIN = declared.plain_fields(FindingData, Finding)
"""The fields that are columns of a finding's own row."""

IN_DOCUMENT = tuple(one for one in PLAIN if one.name not in EVIDENCE)


def data_of(finding: Finding) -> FindingData:
    """The same as a person would say it."""
    return FindingData(**{one.name: getattr(finding, one.name) for one in fields(FindingData)})


def differences(theirs: Mapping[str, str], mine: Mapping[str, str]) -> list[Difference]:
    """Fields whose text is not the same. Only texts can be bettered on the page that shows both."""
    texts = {one.name for one in PLAIN if one.kind in (Kind.TEXT, Kind.PROSE, Kind.LINK)}
    return [
        Difference(declared.label_of(Finding, name), text, theirs[name], name if name in texts else "")
        for name, text in mine.items()
        if text != theirs[name]
    ]


LABELS = declared.labels(
    FindingData, Finding, {"evidence": "data pendukung", "answered_by": "program yang menjawab"}, but=EVIDENCE
)


def findings(cycle: Cycle) -> list[Json]:
    """Live findings by code, `answered_by` still empty: it follows from the programmes. One query."""
    rows = (
        Finding.objects.filter(cycle=cycle)
        .live()
        .values(
            *("code", "area", *(one.name for one in PLAIN)),
            of_dimension=F("dimension__code"),
            of_subdimension=F("subdimension__code"),
            owner=F("owner_opd__code"),
            stage=F("session__stage"),
        )
    )
    made: list[Json] = plain(sorted((_finding(row) for row in rows), key=lambda row: row["code"]))
    return made


def _finding(row: Mapping[str, Any]) -> Json:
    value, unit, year = (row[name] for name in EVIDENCE)
    is_unknown = value is None and not unit and year is None
    return {
        "code": row["code"],
        **declared.written(IN_DOCUMENT, row),
        "area": row["area"],
        "evidence": None if is_unknown else {"value": decimal(value), "unit": unit, "year": year},
        "dimension": row["of_dimension"],
        "subdimension": row["of_subdimension"],
        "owner_opd": row["owner"],
        "session": row["stage"],
        "answered_by": [],
    }


FINDINGS = Part("findings", "cycle", findings, Compared("finding", "title", LABELS, by_code))
