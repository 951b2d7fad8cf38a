"""Findings in the compiled document."""

from django.db.models import F

from bimtek.cycle.models import Cycle
from bimtek.findings.models import Finding
from lib.documents import Compared, Json, Part, by_code
from lib.text.canonical import decimal, plain

LABELS = {
    "kind": "jenis",
    "title": "judul",
    "description": "uraian",
    "root_cause": "penyebab",
    "dimension": "dimensi",
    "subdimension": "subdimensi",
    "area": "wilayah",
    "owner_opd": "OPD terkait",
    "session": "Bimtek",
    "evidence": "data pendukung",
    "source_url": "sumber",
    "answered_by": "program yang menjawab",
}


def findings(cycle: Cycle) -> list[Json]:
    """Live findings by code, `answered_by` still empty: it follows from the programmes. One query."""
    rows = (
        Finding.objects.filter(cycle=cycle)
        .live()
        .values(
            *("code", "kind", "title", "description", "root_cause", "area", "source_url"),
            *("evidence_value", "evidence_unit", "evidence_year"),
            of_dimension=F("dimension__code"),
            of_subdimension=F("subdimension__code"),
            owner=F("owner_opd__code"),
            stage=F("session__stage"),
        )
    )
    made: list[Json] = plain(sorted((_finding(dict(row)) for row in rows), key=lambda row: row["code"]))
    return made


def _finding(row: Json) -> Json:
    value, unit, year = (row.pop(name) for name in ("evidence_value", "evidence_unit", "evidence_year"))
    row["evidence"] = (
        None
        if value is None and not unit and year is None
        else {"value": decimal(value), "unit": unit, "year": year}
    )
    row["dimension"] = row.pop("of_dimension")
    row["subdimension"] = row.pop("of_subdimension")
    row["owner_opd"] = row.pop("owner")
    row["session"] = row.pop("stage")
    row["answered_by"] = []
    return row


FINDINGS = Part("findings", "cycle", findings, Compared("finding", "title", LABELS, by_code))
