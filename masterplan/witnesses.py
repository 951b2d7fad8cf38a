"""What the trail holds of versions, rounds, comments and files, for `verify_audit`."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import Count

from masterplan import workflow
from masterplan.canonical import sha256
from masterplan.enums import RevisionState
from masterplan.models import Comment, Export, ReviewRound, Revision
from opd import clock
from opd.witnesses import Told, Witness, empty, last, made, same, same_moment, same_person, steps

REVISION = ("masterplan_id", "number", "label", "sha256", "token", "frozen_at", "frozen_by_id")
STAMPED_WITHIN = timedelta(minutes=10)
"""After its seal a freezing gets its head at once, or from the next sweep."""


def _revision(row: Revision, told: Sequence[Told]) -> Iterator[str]:
    if sha256(row.content) != row.sha256:
        yield "SHA-256 isinya bukan yang tercatat di barisnya."
    yield from made(row, told, "revision.frozen", "frozen_by_id", REVISION)
    if frozen := last(told, "revision.frozen"):
        yield from same(row, frozen, sha256="sha256")
        if not row.chain_head and frozen.sealed_at and frozen.sealed_at < clock.now() - STAMPED_WITHIN:
            yield "pembekuannya sudah disegel, tetapi versi ini tidak memuat ujung jejak audit."
    moves = [event for event in told if event.act != "revision.frozen"]
    yield from steps(row, moves, workflow.NEXT, RevisionState.FROZEN)
    yield from _final(row, told)


def _final(row: Revision, told: Sequence[Told]) -> Iterator[str]:
    event = last(told, "revision.final")
    if event is None:
        yield from empty(
            row, "versi ini tidak pernah ditetapkan", "final_at", "final_by_id", "missing_reason"
        )
        return
    yield from same_person(row, "final_by_id", event)
    yield from same_moment(row, "final_at", event)
    yield from same(row, event, missing_reason="note")


def _round(row: ReviewRound, told: Sequence[Told]) -> Iterator[str]:
    yield from made(row, told, "round.opened", "opened_by_id", ())
    if (opened := last(told, "round.opened")) and opened.changes.get("due") != row.due.isoformat():
        yield f"tenggatnya bukan yang dicatat kejadian {opened.pk}."
    if closed := last(told, "round.closed"):
        yield from same_person(row, "closed_by_id", closed)
        yield from same_moment(row, "closed_at", closed)
        yield from same(row, closed, comment_count="comments")
    else:
        yield from empty(row, "putaran ini tidak pernah ditutup", "closed_at", "closed_by_id")
    if decided := last(told, "round.decided"):
        yield from same_person(row, "decided_by_id", decided)
        yield from same_moment(row, "decided_at", decided)
        yield from same(row, decided, decision="decision", reason="reason")
    else:
        columns = ("decision", "reason", "decided_at", "decided_by_id")
        yield from empty(row, "putaran ini tidak pernah diputuskan", *columns)


def _comment(row: Comment, told: Sequence[Told]) -> Iterator[str]:
    yield from made(row, told, "comment.added", "author_id", ())
    answer = {"answer": "", "answer_text": ""}
    for event in told:
        if event.act == "comment.answered":
            answer |= {name: event.changes[name][1] for name in answer if name in event.changes}
    if (row.answer, row.answer_text) != (answer["answer"], answer["answer_text"]):
        yield "jawabannya bukan yang dicatat jejak audit."
    if answered := last(told, "comment.answered"):
        yield from same_person(row, "answered_by_id", answered)
        yield from same_moment(row, "answered_at", answered)
    else:
        yield from empty(row, "komentar ini tidak pernah dijawab", "answered_at", "answered_by_id")


def _export(row: Export, told: Sequence[Told]) -> Iterator[str]:
    yield from made(row, told, "export.requested", "requested_by_id", ())
    if requested := last(told, "export.requested"):
        yield from same(row, requested, book="book", is_final="final")
    if finished := last(told, "export.finished"):
        yield from same(row, finished, sha256="sha256", pages="pages")
    else:
        yield from empty(row, "berkas ini tidak pernah selesai", "sha256", "size", "pages", "finished_at")


ROUNDS = (
    ReviewRound.objects.select_related("revision")
    .defer("revision__content")
    .annotate(comment_count=Count("comments"))
)
FILES = Export.objects.select_related("revision").defer("revision__content")
WITNESSES = (
    Witness(Revision.objects.all(), ("revision.frozen",), _revision, chunk=20),
    Witness(ROUNDS, ("round.opened",), _round),
    Witness(Comment.objects.all(), ("comment.added",), _comment),
    Witness(FILES, ("export.requested",), _export),
)
