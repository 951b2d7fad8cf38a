"""compile_plan: the living rows as one ordered, plain document.

Everything that leaves the portal is a pure function of this document.
It costs eleven queries whatever the plan's size.
The shape is described in docs/document.md; keys are codes, never database ids.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import F, FilteredRelation, Q, TextField, Value
from django.db.models.functions import Cast

from bimtek.cycle.models import Cycle, Dimension
from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession
from lib import clock
from lib.text.canonical import decimal, money, plain
from masterplan.plan.models import FundingSource, Horizon, Masterplan, letter
from masterplan.programmes.models import Programme, ProgrammeYear
from masterplan.sections.models import Book
from opd.offices.models import Opd

SCHEMA = "masterplan/1"
Json = dict[str, Any]


def compile_plan(masterplan: Masterplan) -> Json:
    """Read the plan as it stands now. Call inside one snapshot when the result is to be frozen."""
    plan = Masterplan.objects.select_related("cycle__region", "cycle__leading_office").get(pk=masterplan.pk)
    cycle = plan.cycle
    findings, programmes = _findings(cycle), _programmes(plan)
    _link(plan, findings, programmes)
    document = {
        "schema": SCHEMA,
        "region": _region(cycle),
        "cycle": _cycle(cycle),
        "masterplan": _masterplan(plan),
        "years": list(plan.years),
        "dimensions": _dimensions(cycle),
        "horizons": _horizons(plan),
        "funding_sources": list(FundingSource.objects.filter(masterplan=plan).values("code", "label")),
        "opds": _opds(cycle),
        "sessions": _sessions(cycle),
        "findings": findings,
        "programmes": programmes,
        "books": _books(plan),
        "swot": [],
        "readiness": [],
        "gap": [],
        "assets": [],
    }
    cleaned: Json = plain(document)
    _add_bodies(cleaned["books"])
    _add_years(plan, cleaned["programmes"])
    return cleaned


def _region(cycle: Cycle) -> Json:
    region = cycle.region
    names = ("code", "kind", "name", "province", "capital", "motto", "founded")
    return {name: getattr(region, name) for name in names}


def _cycle(cycle: Cycle) -> Json:
    office = cycle.leading_office
    return {
        "year": cycle.year,
        "name": cycle.name,
        "deadline": cycle.deadline,
        "leading_office": office.code if office else None,
        "ministry": {"name": cycle.ministry_name, "unit": cycle.ministry_unit},
    }


def _masterplan(plan: Masterplan) -> Json:
    return {
        "slug": plan.slug,
        "title": plan.title,
        "base_year": plan.base_year,
        "valid_from": plan.valid_from,
        "valid_to": plan.valid_to,
        "vision": plan.vision or None,
        "keywords": plan.keywords,
        "illustrative": plan.is_illustrative,
    }


def _dimensions(cycle: Cycle) -> list[Json]:
    rows = (
        Dimension.objects.filter(cycle=cycle)
        .order_by("order", "code", "subdimensions__order", "subdimensions__code")
        .values_list(
            "code",
            "name",
            "name_id",
            "meaning",
            "subdimensions__code",
            "subdimensions__tag",
            "subdimensions__name_id",
        )
    )
    found = []
    for head, group in groupby(rows, key=lambda row: row[:4]):
        children = [{"code": row[4], "tag": row[5], "name_id": row[6]} for row in group if row[4] is not None]
        found.append(
            {
                **dict(zip(("code", "name", "name_id", "meaning"), head, strict=True)),
                "subdimensions": children,
            }
        )
    return found


def _horizons(plan: Masterplan) -> list[Json]:
    names = ("code", "label", "year_from", "year_to", "max_months")
    return [dict(row) for row in Horizon.objects.filter(masterplan=plan).values(*names)]


def _opds(cycle: Cycle) -> list[Json]:
    today = clock.today()
    serving = Q(holders__since__lte=today) & (Q(holders__until__isnull=True) | Q(holders__until__gte=today))
    rows = (
        Opd.objects.filter(region=cycle.region)
        .annotate(serving=FilteredRelation("holders", condition=serving))
        .order_by("order", "code", "-serving__since", "-serving__pk")
        .values_list(
            "code",
            "official_name",
            "short_name",
            "kind",
            "head_title",
            "serving__name",
            "serving__capacity",
            "serving__since",
        )
    )
    names = ("code", "official_name", "short_name", "kind", "head_title")
    found = []
    for head, group in groupby(rows, key=lambda row: row[:5]):
        first = next(group)
        holder = {"name": first[5], "capacity": first[6], "since": first[7]} if first[5] is not None else None
        found.append({**dict(zip(names, head, strict=True)), "holder": holder})
    return found


def _sessions(cycle: Cycle) -> list[Json]:
    names = ("stage", "start", "end", "place", "purpose", "outputs", "participants")
    return [dict(row) for row in BimtekSession.objects.filter(cycle=cycle).values(*names)]


def _findings(cycle: Cycle) -> list[Json]:
    rows = (
        Finding.objects.filter(cycle=cycle)
        .live()
        .values(
            "code",
            "kind",
            "title",
            "description",
            "root_cause",
            "area",
            "source_url",
            "evidence_value",
            "evidence_unit",
            "evidence_year",
            of_dimension=F("dimension__code"),
            of_subdimension=F("subdimension__code"),
            owner=F("owner_opd__code"),
            stage=F("session__stage"),
        )
    )
    return sorted((_finding(dict(row)) for row in rows), key=_code)


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


def _programmes(plan: Masterplan) -> list[Json]:
    first = FilteredRelation("indicators", condition=Q(indicators__order=1))
    rows = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .annotate(first=first)
        .values(
            "code",
            "name",
            "short_name",
            "description",
            "quick_win",
            "start_year",
            "end_year",
            "source_amount",
            "status",
            "status_reason",
            "source_url",
            "note",
            of_dimension=F("dimension__code"),
            of_subdimension=F("subdimension__code"),
            lead=F("lead_opd__code"),
            of_horizon=F("horizon__code"),
            indicator_name=F("first__name"),
            indicator_unit=F("first__unit"),
            indicator_baseline=F("first__baseline"),
        )
    )
    return sorted((_programme(dict(row)) for row in rows), key=_code)


def _programme(row: Json) -> Json:
    name, unit, baseline = (row.pop(f"indicator_{part}") for part in ("name", "unit", "baseline"))
    row["indicator"] = None if name is None else {"name": name, "unit": unit, "baseline": decimal(baseline)}
    row["source_amount"] = money(row["source_amount"])
    row["dimension"] = row.pop("of_dimension")
    row["subdimension"] = row.pop("of_subdimension")
    row["lead_opd"] = row.pop("lead")
    row["horizon"] = row.pop("of_horizon")
    row["funding_sources"] = []
    row["supporting_opds"] = []
    row["answers"] = []
    return row


def _add_years(plan: Masterplan, programmes: list[Json]) -> None:
    """The cells of every programme: those of the plan's years, also empty ones, and those of years before.

    There are thousands, plain as they are made here, so they come in after the rest was looked through.
    """
    cells = _cells(plan)
    years = plan.years
    for row in programmes:
        own = cells[row["code"]]
        row["years"] = [own.pop(year, None) or _cell(year, None, None, False) for year in years]
        row["earlier"] = [own[year] for year in sorted(own)]


def _cells(plan: Masterplan) -> dict[str, dict[int, Json]]:
    found: dict[str, dict[int, Json]] = defaultdict(dict)
    rows = (
        ProgrammeYear.objects.filter(programme__masterplan=plan)
        .order_by()
        .values_list("programme__code", "year", "target", "rupiah", "is_achieved")
    )
    for code, year, target, rupiah, achieved in rows:
        found[code][year] = _cell(year, target, rupiah, achieved)
    return found


def _cell(year: int, target: Decimal | None, rupiah: int | None, achieved: bool) -> Json:
    return {
        "year": year,
        "target": None if target is None else decimal(target),
        "rupiah": None if rupiah is None else str(rupiah),
        "achieved": achieved,
    }


def _link(plan: Masterplan, findings: list[Json], programmes: list[Json]) -> None:
    """Fill who answers what, who supports whom and who pays, from the three link tables in one query."""
    finding_of = {row["code"]: row for row in findings}
    programme_of = {row["code"]: row for row in programmes}
    for programme, name, _, code in sorted(_links(plan)):
        if programme not in programme_of or (name == "answers" and code not in finding_of):
            continue
        programme_of[programme][name].append(code)
        if name == "answers":
            finding_of[code]["answered_by"].append(programme)


def _links(plan: Masterplan) -> Iterable[tuple[str, str, int, str]]:
    """(programme, key, order, code) of every link of the plan."""

    def pairs(model: Any, key: str, order: Any, code: str) -> Any:
        rows = model.objects.filter(programme__masterplan=plan).annotate(key=Value(key), place=order)
        return rows.values_list("programme__code", "key", "place", code)

    answers = pairs(Programme.findings.through, "answers", Value(0), "finding__code")
    supports = pairs(Programme.supporting_opds.through, "supporting_opds", F("opd__order"), "opd__code")
    funds = pairs(
        Programme.funding_sources.through, "funding_sources", F("fundingsource__order"), "fundingsource__code"
    )
    links: Iterable[tuple[str, str, int, str]] = answers.union(supports, funds, all=True)
    return links


def _books(plan: Masterplan) -> list[Json]:
    rows = (
        Book.objects.filter(masterplan=plan)
        .annotate(body=Cast("chapters__sections__body", TextField()))
        .order_by("order", "code", "chapters__order", "chapters__sections__order")
        .values_list(
            "code",
            "title",
            "chapters__order",
            "chapters__number",
            "chapters__title",
            "chapters__sections__code",
            "chapters__sections__order",
            "chapters__sections__title",
            "chapters__sections__kind",
            "chapters__sections__table",
            "body",
            "chapters__sections__figures",
            "chapters__sections__is_ready",
        )
    )
    books = []
    for (code, title), in_book in groupby(rows, key=lambda row: row[:2]):
        chapters = [
            {
                "number": number,
                "title": name,
                "sections": [_section(row) for row in group if row[5] is not None],
            }
            for (order, number, name), group in groupby(in_book, key=lambda row: row[2:5])
            if order is not None
        ]
        books.append({"code": code, "title": title, "chapters": chapters})
    return books


def _section(row: tuple[Any, ...]) -> Json:
    code, order, title, kind, table, body, figures, ready = row[5:]
    return {
        "code": code,
        "letter": letter(order),
        "title": title,
        "kind": kind,
        "table": table or None,
        "body": body,
        "figures": figures or [],
        "ready": ready,
    }


def _add_bodies(books: list[Json]) -> None:
    """Texts are read as they are stored: most need no second look."""
    for book in books:
        for chapter in book["chapters"]:
            for section in chapter["sections"]:
                section["body"] = _body(section["body"])


def _body(stored: str | None) -> Json | None:
    """`stored` went through `plain` as one text; what it hides behind escapes is looked at here."""
    body: Json | None = json.loads(stored, parse_float=_no_float) if stored else None
    return (plain(body) if "\\u" in (stored or "") else body) or None


def _no_float(text: str) -> None:
    raise TypeError(f"a float has no place in a frozen document: {text}")


def _code(row: Json) -> str:
    return str(row["code"])
