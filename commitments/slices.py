"""The slice of a frozen document that one OPD pledges: what is promised and no more. Pure functions.

The lead OPD pledges targets and rupiah; a supporting OPD its role only. Prose, notes and other OPDs'
numbers are left out, so changing them never asks for a new signature.
"""

from typing import Any

Json = dict[str, Any]
SCHEMA = "commitment-slice/1"
PROGRAMMES, GENERAL = "programmes", "general"


def slice_of(document: Json, opd_code: str, statements: dict[str, str]) -> Json:
    """What `opd_code` promises; `statements` maps the kind of pledge to its sentence."""
    office = next(row for row in document["opds"] if row["code"] == opd_code)
    lead = [_lead(row) for row in document["programmes"] if row["lead_opd"] == opd_code]
    names = {row["code"]: row["short_name"] for row in document["opds"]}
    supporting = [
        {
            "code": row["code"],
            "name": row["name"],
            "lead_opd": row["lead_opd"],
            "lead_name": names[row["lead_opd"]],
        }
        for row in document["programmes"]
        if opd_code in row["supporting_opds"]
    ]
    pledge = PROGRAMMES if lead or supporting else GENERAL
    plan = document["masterplan"]
    return {
        "schema": SCHEMA,
        "region": document["region"]["code"],
        "masterplan": {name: plan[name] for name in ("slug", "title", "valid_from", "valid_to")},
        "opd": {name: office[name] for name in ("code", "official_name", "head_title")},
        "pledge": pledge,
        "statement": statements[pledge],
        "lead": lead,
        "supporting": supporting,
        "readiness": [row for row in document["readiness"] if row.get("opd") == opd_code],
    }


def _lead(row: Json) -> Json:
    names = ("code", "name", "dimension", "horizon", "quick_win", "start_year", "end_year", "indicator")
    pledged = {name: row[name] for name in names}
    pledged["years"] = [{name: cell[name] for name in ("year", "target", "rupiah")} for cell in row["years"]]
    pledged["funding_sources"] = row["funding_sources"]
    return pledged
