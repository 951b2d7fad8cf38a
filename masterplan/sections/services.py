"""The plan with its horizons, books and programmes, from a folder's rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import count
from typing import Any

from lib.access import Actor
from lib.errors import Conflict, Difference, Invalid
from lib.tables.upsert import LoadReport, upsert
from lib.versioned.services import Expected, is_replay, require_version, touch
from masterplan.plan.models import Masterplan
from masterplan.sections import rules
from masterplan.sections.body.schema import check_body, is_empty
from masterplan.sections.body.text import passage, text_from_body
from masterplan.sections.models import Book, Chapter, Section
from masterplan.sections.tables import BookRow, ChapterRow
from opd.offices.models import Opd


def load_books(plan: Masterplan, rows: Sequence[BookRow], report: LoadReport, *, actor: Actor) -> None:
    """Books, chapters and sections. A section's text written in the portal stays."""
    with rules.LOAD.by(actor) as act:
        act.on(plan)
        before = report.changes
        books = {book.code: book for book in Book.objects.filter(masterplan=plan)}
        for row in rows:
            key = {"masterplan": plan, "code": row.code}
            values = {"order": row.order, "title": row.title}
            book = upsert(Book, key, values, report, existing=books.get(row.code))
            _load_chapters(book, row.chapters, report)
        act.record(if_changed=report.changes > before)


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


def write(
    section: Section, *, actor: Actor, body: dict[str, Any] | None, expected_version: Expected
) -> Section:
    """Store the text based on `expected_version`. Any change takes the mark "siap" away."""
    with rules.WRITE.by(actor) as act:
        section = act.on(_locked(section))
        if is_replay(section, expected_version, lambda: _differences(section, _checked(body))):
            return act.unchanged(section)
        body = _checked(body)
        changes: dict[str, Any] = {}
        if body != section.body:
            changes = _changes(section, body)
            section.body, section.is_ready = body, False
            _save(section, actor)
        act.record(changes)
    return section


def _differences(section: Section, body: dict[str, Any] | None) -> list[Difference]:
    return [] if body == section.body else [Difference("Teks", _text(body), _text(section.body), "text")]


def _changes(section: Section, body: dict[str, Any] | None) -> dict[str, Any]:
    """The passage and its place, not twice the whole text: a trail of those would soon outgrow the plan, and
    from the text of today the passages lead back to every text before."""
    block, before, after = passage(section.body, body)
    mark = {"ready": [True, False]} if section.is_ready else {}
    return {"body": [before, after], "block": block, **mark}


def mark_ready(section: Section, *, actor: Actor, is_ready: bool, expected_version: Expected) -> Section:
    """The writer's own mark; it says that the text with this version may be read as finished."""
    with rules.MARK.by(actor) as act:
        section = act.on(_locked(section))
        require_version(section, expected_version)
        if is_ready and not section.body:
            raise Conflict("Bagian ini belum berisi teks, jadi belum dapat ditandai siap.")
        section.is_ready = is_ready
        _save(section, actor)
        act.record({"ready": is_ready})
    return section


def assign(section: Section, *, actor: Actor, opd: Opd | None, expected_version: Expected) -> Section:
    """Let an OPD's operators write this section, or take it back to the editors."""
    with rules.ASSIGN.by(actor) as act:
        section = act.on(_locked(section))
        require_version(section, expected_version)
        if opd is not None and opd.region_id != section.region_id:
            raise Invalid("OPD ini bukan bagian dari daerah.", {"opd": "Pilih OPD dari daerah ini."})
        before = section.assigned_opd.code if section.assigned_opd else ""
        section.assigned_opd = opd
        section.version += 1
        section.save(update_fields=["assigned_opd", "version"])
        act.record({"opd": [before, opd.code if opd else ""]})
    return section


def _save(section: Section, actor: Actor) -> None:
    touch(section, actor)
    section.save(update_fields=["body", "is_ready", "version", "edited_at", "edited_by"])


def _locked(section: Section) -> Section:
    """Only the row itself is read again: its place in the plan is what the caller has found it by."""
    locked: Section = Section.objects.select_for_update().get(pk=section.pk)
    if locked.chapter_id == section.chapter_id:
        locked.chapter = section.chapter
    return locked


def _checked(body: dict[str, Any] | None) -> dict[str, Any] | None:
    """The body as it may be stored; one without a letter is no text at all."""
    if body is None:
        return None
    try:
        check_body(body)
    except ValueError as reason:
        sentence = f"Teks belum dapat disimpan: {reason}."
        raise Invalid(sentence, {"text": sentence}) from reason
    return None if is_empty(body) else body


def _text(body: dict[str, Any] | None) -> str:
    return text_from_body(body) if body else ""
