"""The plan with its horizons, books and programmes, from a folder's rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import count
from typing import Any

from django.db import transaction

from bimtek.models import Cycle, Finding
from bimtek.services.loading import Terms
from masterplan.imports.plan import MasterplanRow
from masterplan.imports.programmes import ProgrammeRow
from masterplan.imports.sections import BookRow, ChapterRow
from masterplan.imports.terms import FundingSourceRow, HorizonRow
from masterplan.models import (
    Book,
    Chapter,
    FundingSource,
    Horizon,
    Indicator,
    Masterplan,
    Programme,
    ProgrammeYear,
    Section,
)
from opd import audit
from opd.authorization import Actor, access, require
from opd.upserting import LoadReport, upsert

REFUSAL = "Masterplan diisi melalui perintah load_region."
PLAIN = (
    *("name", "short_name", "description", "quick_win", "start_year", "end_year"),
    *("status", "status_reason", "source_url", "note"),
)


@transaction.atomic
def load_plan(
    cycle: Cycle,
    row: MasterplanRow,
    horizons: Sequence[HorizonRow],
    sources: Sequence[FundingSourceRow],
    report: LoadReport,
    *,
    actor: Actor,
    is_illustrative: bool = False,
) -> Masterplan:
    """Find or make the plan of the cycle with its horizons and sources of funds."""
    require(access(actor).is_system, REFUSAL)
    values = {
        name: getattr(row, name)
        for name in ("slug", "title", "base_year", "valid_from", "valid_to", "source_url")
    }
    values |= {
        "vision": row.vision or "",
        "keywords": [asdict(keyword) for keyword in row.keywords],
        "is_illustrative": is_illustrative,
    }
    changes = len(report.made) + len(report.renewed)
    existing = Masterplan.objects.filter(cycle=cycle).first()
    plan: Masterplan = upsert(Masterplan, {"cycle": cycle}, values, report, existing=existing)
    _load_by_code(plan, Horizon, horizons, ("order", "label", "year_from", "year_to", "max_months"), report)
    _load_by_code(plan, FundingSource, sources, ("order", "label"), report)
    if len(report.made) + len(report.renewed) > changes:
        audit.record(actor, "plan.loaded", plan)
    return plan


def _load_by_code(
    plan: Masterplan, model: Any, rows: Sequence[Any], names: tuple[str, ...], report: LoadReport
) -> None:
    known = {row.code: row for row in model.objects.filter(masterplan=plan)}
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        upsert(model, {"masterplan": plan, "code": row.code}, values, report, existing=known.get(row.code))


@transaction.atomic
def load_books(plan: Masterplan, rows: Sequence[BookRow], report: LoadReport, *, actor: Actor) -> None:
    """Books, chapters and sections. A section's text written in the portal stays."""
    require(access(actor).is_system, REFUSAL)
    changes = len(report.made) + len(report.renewed)
    books = {book.code: book for book in Book.objects.filter(masterplan=plan)}
    for row in rows:
        key = {"masterplan": plan, "code": row.code}
        values = {"order": row.order, "title": row.title}
        book = upsert(Book, key, values, report, existing=books.get(row.code))
        _load_chapters(book, row.chapters, report)
    if len(report.made) + len(report.renewed) > changes:
        audit.record(actor, "books.loaded", plan)


def _load_chapters(book: Book, rows: Sequence[ChapterRow], report: LoadReport) -> None:
    chapters = {chapter.order: chapter for chapter in Chapter.objects.filter(book=book)}
    sections = {section.code: section for section in Section.objects.filter(chapter__book=book)}
    for row in rows:
        key, texts = {"book": book, "order": row.order}, {"number": row.number, "title": row.title}
        chapters[row.order] = upsert(Chapter, key, texts, report, existing=chapters.get(row.order))
    parts = [(chapters[row.order], part) for row in rows for part in row.sections]
    _place(sections, {part.code: (chapter.pk, part.order) for chapter, part in parts})
    for chapter, part in parts:
        values = {
            "chapter": chapter,
            "order": part.order,
            "title": part.title,
            "kind": part.kind,
            "table": part.table or "",
            "body": part.body,
            "figures": [asdict(figure) for figure in part.figures],
        }
        upsert(Section, {"code": part.code}, values, report, existing=sections.get(part.code))


def _place(sections: Mapping[str, Section], places: Mapping[str, tuple[int, int]]) -> None:
    """Give known sections the (chapter, order) the file names, also those whose text was edited here.

    All that move step aside first: no two may share a place, not even for a moment. What the file no longer
    holds and stands in the way goes behind the others.
    """
    taken = set(places.values())
    behind = count(1 + max((order for _, order in [*taken, *map(_place_of, sections.values())]), default=0))
    misplaced = [row for row in sections.values() if places.get(row.code) != _place_of(row)]
    moving = [row for row in misplaced if row.code in places or _place_of(row) in taken]
    for section in moving:
        section.order = next(behind)
        section.save(update_fields=["order"])
    for section in moving:
        if section.code in places:
            section.chapter_id, section.order = places[section.code]
            section.save(update_fields=["chapter", "order"])


def _place_of(section: Section) -> tuple[int, int]:
    return section.chapter_id, section.order


@transaction.atomic
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
    require(access(actor).is_system, REFUSAL)
    changes = len(report.made) + len(report.renewed)
    known = {programme.code: programme for programme in Programme.objects.filter(masterplan=plan)}
    horizons = {horizon.code: horizon for horizon in Horizon.objects.filter(masterplan=plan)}
    sources = {source.code: source for source in FundingSource.objects.filter(masterplan=plan)}
    for row in rows:
        links: dict[str, Sequence[Any]] = {
            "supporting_opds": [terms.offices[code] for code in row.supporting_opds],
            "findings": [findings[code] for code in row.answers],
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
    if len(report.made) + len(report.renewed) > changes:
        audit.record(actor, "programmes.loaded", plan, {"count": len(rows)})


def _programme_values(row: ProgrammeRow, terms: Terms) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in PLAIN}
    return values | {
        "dimension": terms.dimensions[row.dimension],
        "subdimension": terms.subdimensions[row.subdimension] if row.subdimension else None,
        "lead_opd": terms.offices[row.lead_opd],
        "source_amount": row.budget_idr,
    }


def _linker(row: ProgrammeRow, links: Mapping[str, Sequence[Any]]) -> Any:
    def link(programme: Programme) -> None:
        for name, things in links.items():
            getattr(programme, name).set(things)
        programme.indicators.all().delete()
        if row.indicator:
            Indicator.objects.create(programme=programme, **asdict(row.indicator))
        programme.years.all().delete()
        ProgrammeYear.objects.bulk_create(
            ProgrammeYear(programme=programme, year=cell.year, target=cell.value, is_achieved=cell.achieved)
            for cell in row.targets
        )

    return link
