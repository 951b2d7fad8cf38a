"""The printed book as HTML: a pure function of a compiled document and an edition. It asks no database.

Every chapter is rendered by itself (chapter_html); pages, numbers and marks that all of them share come from
numbering.plan() and furniture.furniture().
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from lib import clock
from lib.tables.neutral import Table
from masterplan.book.annexes import programmes_list, thread
from masterplan.book.commitment_rows import CommitmentsBlock, commitments_block
from masterplan.book.document import Document, Edition
from masterplan.book.figures import figures_table
from masterplan.book.furniture import Furniture, chapter_ornament, cover_ornament, furniture, keyword_thread
from masterplan.book.numbering import Plan, PlannedAnnex, PlannedChapter, PlannedSection, plan, verify_base
from masterplan.book.prose import ProseBlock, prose


@dataclass(frozen=True)
class SectionView:
    """A planned section with its prose and figures ready for the page."""

    planned: PlannedSection
    prose: tuple[ProseBlock, ...]
    figures: Table | None


@dataclass(frozen=True)
class Spread:
    """Neighbouring sections on pages of one kind. opens: it begins a chapter that has no opener."""

    style: str
    opens: bool
    sections: tuple[SectionView, ...]


@dataclass(frozen=True)
class ContentsState:
    """What the version page says about how far the edition is."""

    findings: str
    problems: str
    strengths: str
    programmes: str
    sections: str
    written: str
    offices: str
    signed: str


def book_html(content: Document, edition: Edition) -> str:
    """The whole edition as one HTML page for lib.pdf.process.render(), in the hours of its region."""
    with clock.within(edition.get("time_zone", settings.TIME_ZONE)):
        return _book_html(content, edition)


def _book_html(content: Document, edition: Edition) -> str:
    planned = plan(content, edition)
    shared = furniture(content, edition)
    commitments = commitments_block(content, edition["commitments"], verify_base(edition))
    body = [chapter_html(chapter, shared) for book in planned.books for chapter in book.chapters]
    body += [annex_html(annex, content, planned, commitments, shared) for annex in planned.annexes]
    return render_to_string(
        "masterplan/book/print/book.html",
        {
            "edition": edition,
            "furniture": shared,
            "plan": planned,
            "tables": [caption for caption in planned.captions if not caption.picture],
            "pictures": [caption for caption in planned.captions if caption.picture],
            "state": _state(content, planned, commitments),
            "ornament": cover_ornament(content["years"], len(content["dimensions"])),
            "front": [chapter_html(chapter, shared, front=True) for chapter in planned.front],
            "body": body,
            "vision": content["masterplan"]["vision"] or "",
            "keywords": keyword_thread([row["keyword"] for row in content["masterplan"]["keywords"]]),
        },
    )


def chapter_html(chapter: PlannedChapter, shared: Furniture, *, front: bool = False) -> str:
    """One chapter by itself: its opener and its sections."""
    return render_to_string(
        "masterplan/book/print/chapter.html",
        {
            "chapter": chapter,
            "furniture": shared,
            "front": front,
            "ornament": chapter_ornament(chapter.siblings, chapter.roman) if chapter.roman else None,
            "spreads": _spreads(chapter, "depan" if front else "isi-bab" if chapter.roman else "tanpa-nomor"),
        },
    )


def annex_html(
    annex: PlannedAnnex, content: Document, planned: Plan, commitments: CommitmentsBlock, shared: Furniture
) -> str:
    """One annex by itself."""
    # A row is the place of its finding or programme here when no table of the chapters is.
    rows_here = {"thread": "findings", "programmes": "programmes"}.get(annex.kind)
    anchored = rows_here is not None and rows_here not in planned.anchors
    context: dict[str, Any] = {"annex": annex, "furniture": shared, "anchored": anchored}
    if annex.kind == "thread":
        context["thread"] = thread(content, commitments)
    elif annex.kind == "commitments":
        context["block"] = commitments
    elif annex.kind == "programmes":
        context["programmes"] = programmes_list(content)
    return render_to_string(f"masterplan/book/print/annexes/{annex.kind}.html", context)


def _spreads(chapter: PlannedChapter, portrait: str) -> list[Spread]:
    """The pages after the opener; a chapter with nothing written is all said on its opener."""
    if chapter.roman and not chapter.written:
        return []
    spreads: list[Spread] = []
    for is_wide, sections in groupby(chapter.sections, key=lambda section: section.landscape):
        views = tuple(SectionView(row, prose(row.body), figures_table(row.figures)) for row in sections)
        style = "lanskap" if is_wide else portrait
        spreads.append(Spread(style, not chapter.roman and not spreads, views))
    return spreads or [Spread(portrait, not chapter.roman, ())]


def _state(content: Document, planned: Plan, commitments: CommitmentsBlock) -> ContentsState:
    problems = sum(row["kind"] == "masalah" for row in content["findings"])
    return ContentsState(
        findings=str(len(content["findings"])),
        problems=str(problems),
        strengths=str(len(content["findings"]) - problems),
        programmes=str(len(content["programmes"])),
        sections=str(len(planned.sections)),
        written=str(sum(section.written for section in planned.sections)),
        offices=commitments.count,
        signed=commitments.signed,
    )
