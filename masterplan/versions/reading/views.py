"""Reading a frozen version chapter by chapter, with remarks in the margin."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lib.access import access
from masterplan.book.reading import ReadChapter, Reading, ReadSection, minutes
from masterplan.versions.files.selectors import newest_book
from masterplan.versions.models import Revision
from masterplan.versions.reading.selectors import overview
from masterplan.versions.rounds import rules as rounds_rules
from masterplan.versions.rounds.forms import CommentForm
from masterplan.versions.rounds.selectors import comment_rows
from masterplan.versions.selectors import last_round, previous
from masterplan.versions.views import visible_revision
from opd.accounts.roles import Can
from opd.accounts.sign_in.requests import SignedInRequest, signed_in


@dataclass(frozen=True)
class ShownSection:
    """A section of the chapter, with the form for who may comment on it now."""

    section: ReadSection
    form: CommentForm | None


@require_GET
@signed_in
def revision_read(request: SignedInRequest, pk: int) -> HttpResponse:
    revision = visible_revision(request, pk)
    seen = overview(revision)
    key = request.GET.get("bab") or seen.first_chapter
    if not key:
        return render(request, "masterplan/versions/read_nothing.html", {"revision": revision})
    if key not in seen.chapters:
        raise Http404("no such chapter")
    reading = Reading(revision.document, only=key)
    chapter = reading.chapter(key)
    context = {"revision": revision, "plan": revision.masterplan, "chapters": reading.chapters}
    context |= chapter_context(reading, chapter) | review_context(request, revision, reading, chapter)
    return render(request, "masterplan/versions/read.html", context)


def chapter_context(reading: Reading, chapter: ReadChapter) -> dict[str, Any]:
    at = reading.chapters.index(chapter)
    words, time = minutes(reading.sections(chapter))
    return {
        "chapter": chapter,
        "before_this": reading.chapters[at - 1] if at else None,
        "after_this": reading.chapters[at + 1] if at + 1 < len(reading.chapters) else None,
        "words": words,
        "minutes": time,
    }


def review_context(
    request: SignedInRequest, revision: Revision, reading: Reading, chapter: ReadChapter
) -> dict[str, Any]:
    """Comments of this chapter, and a form at every section for who may comment now."""
    user = request.user
    round_ = last_round(revision, user)
    can_comment = round_ is not None and round_.is_open and rounds_rules.can_comment(user, round_)
    notes = comment_rows(round_, user) if round_ else []
    places = {row.code: overview(revision).place(row.kind, row.code) for row in notes}
    book = newest_book(revision)
    return {
        "sections": [
            ShownSection(section, comment_form(section) if can_comment else None)
            for section in reading.sections(chapter)
        ],
        "can_comment": can_comment,
        "is_reader": access(user).may(revision.region_id, Can.READ_PLAN),
        "round": round_,
        "notes": [row for row in notes if (place := places[row.code]) and place.chapter == chapter.key],
        "before": previous(revision, user),
        "book": book,
        "page": book.page_map.get(chapter.planned.anchor) if book else None,
        "foot": f"Isi tabel dibekukan bersama {revision.label}.",
    }


def comment_form(section: ReadSection) -> CommentForm:
    """About the section, or one of the programmes its table shows."""
    code = section.planned.code
    targets: list[Any] = [(f"section:{code}", section.label)]
    named = [(f"programme:{each}", f"{each} {name}") for each, name in section.programmes]
    targets += [("Program dalam tabel ini", named)] if named else []
    return CommentForm(targets=targets, auto_id=f"id_{code}_%s", initial={"on": targets[0][0]})
