"""Page-shaped reads of frozen versions: the list of a plan, the files of a version, its path to final."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404

from masterplan.enums import IN_FORCE, ExportFormat, RevisionState
from masterplan.models import Export, Masterplan, ReviewRound, Revision
from masterplan.selectors.reviews import Answered, answered_by_round, reviewed_before
from opd.authorization import Actor


@dataclass(frozen=True)
class RoundLine:
    """A round as one line of the list of versions."""

    pk: int
    revision_pk: int
    number: int
    due: Any
    closed_at: datetime | None
    decision: str
    answered: Answered


@dataclass
class VersionRow:
    pk: int
    number: int
    label: str
    state: str
    frozen_at: datetime
    sha256: str
    rounds: list[RoundLine] = field(default_factory=list)
    book_pk: int | None = None

    @property
    def state_label(self) -> str:
        return RevisionState(self.state).label


def version_rows(plan: Masterplan, actor: Actor) -> list[VersionRow]:
    """Every version a person may see, newest first, with its rounds and its whole book. Four queries."""
    names = ("pk", "number", "label", "state", "frozen_at", "sha256")
    rows = Revision.objects.visible_in(plan, actor).order_by("-number").values(*names)
    versions = {row["pk"]: VersionRow(**row) for row in rows}
    for line in round_lines(versions, actor):
        versions[line.revision_pk].rounds.append(line)
    for pk, revision_pk in _whole_books(versions):
        versions[revision_pk].book_pk = pk
    return list(versions.values())


def round_lines(revisions: Iterable[int], actor: Actor) -> list[RoundLine]:
    """The rounds of these versions with how far the answers are. Two queries."""
    rounds = list(ReviewRound.objects.visible_to(actor).filter(revision__in=revisions).order_by("number"))
    counts = answered_by_round([row.pk for row in rounds], actor) if rounds else {}
    return [
        RoundLine(
            pk=row.pk,
            revision_pk=row.revision_id,
            number=row.number,
            due=row.due,
            closed_at=row.closed_at,
            decision=row.decision,
            answered=counts.get(row.pk, Answered()),
        )
        for row in rounds
    ]


def _whole_books(revisions: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Ready ones, the newest and the final one last."""
    ready = Export.objects.filter(revision__in=revisions, format=ExportFormat.PDF, book="").exclude(sha256="")
    return ready.order_by("is_final", "pk").values_list("pk", "revision_id")


@dataclass(frozen=True)
class BookFile:
    """A book of a version as people ask for it: the newest order, and the last file that is ready."""

    code: str
    title: str
    newest: Export | None
    ready: Export | None

    @property
    def earlier(self) -> Export | None:
        """The last file that is ready, while a newer one is not."""
        return self.ready if self.newest and self.ready and self.ready.pk != self.newest.pk else None


def book_files(revision: Revision, titles: Mapping[str, str]) -> list[BookFile]:
    """All books together first, then each by itself; a final book stands alone. One query."""
    exports = exports_of(revision)
    final = [export for export in exports if export.is_final]
    drafts = [export for export in exports if not export.is_final]
    names = {"": "Semua buku", **titles}
    if not final:
        return [_book_file(code, title, drafts) for code, title in names.items()]
    files = [_book_file(code, f"{title}, draf", drafts) for code, title in names.items()]
    return [_book_file("", "Buku final", final), *[row for row in files if row.ready]]


def exports_of(revision: Revision) -> list[Export]:
    """Every order of a book of this version, newest first. One query."""
    exports = list(
        Export.objects.filter(revision=revision, format=ExportFormat.PDF)
        .select_related("job")
        .defer("edition", "page_map")
        .order_by("-pk")
    )
    for export in exports:
        export.revision = revision
    return exports


def _book_file(code: str, title: str, exports: list[Export]) -> BookFile:
    own = [export for export in exports if export.book == code]
    ready = next((export for export in own if export.is_ready), None)
    return BookFile(code, title, own[0] if own else None, ready)


def ready_before(export: Export) -> Export | None:
    """The last file of the same book that is ready, while this one is not."""
    same = Export.objects.filter(revision=export.revision_id, book=export.book, pk__lt=export.pk)
    found: Export | None = None if export.is_ready else same.exclude(sha256="").order_by("-pk").first()
    return found


def newest_book(revision: Revision) -> Export | None:
    """The whole book that can be downloaded now; the final one when there is one."""
    ready = Export.objects.filter(revision=revision, format=ExportFormat.PDF, book="").exclude(sha256="")
    found: Export | None = ready.defer("edition").order_by("-is_final", "-pk").first()
    return found


def last_round(revision: Revision, actor: Actor) -> ReviewRound | None:
    rounds = ReviewRound.objects.visible_to(actor).filter(revision=revision)
    found: ReviewRound | None = rounds.order_by("-number").first()
    if found:
        found.revision = revision
    return found


def previous(revision: Revision, actor: Actor) -> Revision | None:
    """The newest earlier version this person may see."""
    earlier = Revision.objects.visible_in(revision.masterplan, actor)
    found: Revision | None = (
        earlier.filter(number__lt=revision.number).order_by("-number").defer("content").first()
    )
    return found


def compared_with(revision: Revision, actor: Actor, number: int | None) -> Revision | None:
    """The earlier version of that number, or 404; unasked the one reviewed or frozen before."""
    if number is None:
        under_review = revision.state == RevisionState.IN_REVIEW
        return (reviewed_before if under_review else previous)(revision, actor)
    rows = Revision.objects.visible_to(actor).filter(masterplan=revision.masterplan_id)
    before: Revision = get_object_or_404(rows.filter(number__lt=revision.number), number=number)
    return before


def overtaken_by(revision: Revision) -> Revision | None:
    """A newer version in force: approving this one would put older words in its place."""
    rows = Revision.objects.filter(masterplan=revision.masterplan_id, state__in=IN_FORCE)
    found: Revision | None = rows.filter(number__gt=revision.number).defer("content").first()
    return found


def newest_number(plan: Masterplan) -> int:
    """What a form of the page has seen of the versions."""
    numbers = Revision.objects.filter(masterplan=plan).order_by("-number").values_list("number", flat=True)
    return int(numbers.first() or 0)
