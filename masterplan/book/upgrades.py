"""From each schema of stored documents to the next one. Pure functions; none ever goes."""

from collections.abc import Mapping

from lib.documents import Json


def document_2(document: Json) -> Json:
    """masterplan/1 → masterplan/2: several indicators with targets of their own, rupiah by source."""
    programmes = [_programme_2(row) for row in document["programmes"]]
    return {**document, "schema": "masterplan/2", "programmes": programmes}


def slice_2(slice_: Json) -> Json:
    """commitment-slice/1 → commitment-slice/2: the same for the programmes an office leads."""
    lead = [_lead_2(row) for row in slice_["lead"]]
    return {**slice_, "schema": "commitment-slice/2", "lead": lead}


def _programme_2(row: Json) -> Json:
    inside, outside = row["years"], row["earlier"]
    others = {name: value for name, value in row.items() if name not in ("indicator", "years", "earlier")}
    targets = {"targets": _targets(inside), "targets_outside": _targets(outside)}
    indicators = _indicators(row["indicator"], targets)
    return {**others, "indicators": indicators, "money": _money(inside), "money_outside": _money(outside)}


def _lead_2(row: Json) -> Json:
    others = {name: value for name, value in row.items() if name not in ("indicator", "years")}
    targets = [{"year": cell["year"], "value": cell["value"]} for cell in _targets(row["years"])]
    indicators = _indicators(row["indicator"], {"targets": targets})
    return {**others, "indicators": indicators, "money": _money(row["years"])}


def _indicators(known: Json | None, targets: Mapping[str, list[Json]]) -> list[Json]:
    """One, or none where nothing is measured."""
    if known is None and not any(targets.values()):
        return []
    words = known or {"name": "", "unit": "", "baseline": None}
    return [{"number": 1, **words, "direction": "", "baseline_year": None, **targets}]


def _targets(cells: list[Json]) -> list[Json]:
    return [
        {"year": cell["year"], "value": cell["target"], "achieved": cell.get("achieved", False)}
        for cell in cells
        if cell["target"] is not None
    ]


def _money(cells: list[Json]) -> list[Json]:
    """Divided among no source: schema 1 did not know any shares."""
    known: list[Json] = [
        {"year": cell["year"], "source": None, "rupiah": cell["rupiah"]}
        for cell in cells
        if cell["rupiah"] is not None
    ]
    return known
