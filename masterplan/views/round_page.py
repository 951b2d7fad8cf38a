"""What the page of a round shows, put together for the views that answer with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from masterplan import rules
from masterplan.forms.reviews import AnswerForm, CloseForm
from masterplan.frozen import Overview, changes, overview
from masterplan.models import ReviewRound, Revision
from masterplan.selectors.reviews import Answered, CommentRow, comment_rows, reviewed_before
from masterplan.selectors.revisions import newest_book
from masterplan.views.change_list import change_groups
from masterplan.views.revision_page import why_not_decide
from opd import clock
from opd.http import SignedInRequest
from opd.models import User

FILTERS = {"belum": "Belum dijawab", "sudah": "Terjawab"}


@dataclass(frozen=True)
class Note:
    """A comment with the place it is about and, for who may answer it now, the form."""

    row: CommentRow
    url: str
    form: AnswerForm | None

    @property
    def is_answered(self) -> bool:
        return bool(self.row.comment.answer)


def round_context(
    request: SignedInRequest, round_: ReviewRound, sent: Mapping[int, AnswerForm] | None = None
) -> dict[str, Any]:
    """`sent` are forms that came back with something to correct, by comment."""
    user, revision = request.user, round_.revision
    seen, before = overview(revision), reviewed_before(revision, user)
    notes = [_note(row, round_, revision, seen, sent or {}) for row in comment_rows(round_, user)]
    answered = Answered(len(notes), sum(note.is_answered for note in notes))
    tab = "perubahan" if request.GET.get("tampil") == "perubahan" else "komentar"
    chosen = request.GET.get("jawab", "")
    return {
        "round": round_,
        "revision": revision,
        "plan": revision.masterplan,
        "tab": tab,
        "before": before,
        "change_count": len(changes(before, revision)) if before else 0,
        "groups": change_groups(revision, before) if before and tab == "perubahan" else [],
        "notes": filtered(notes, chosen),
        "open_notes": filtered(notes, "belum"),
        "answered": answered,
        "chosen": chosen if chosen in FILTERS else "",
        "book": newest_book(revision),
        "today": clock.today(),
        **acts(user, round_, answered),
    }


def filtered(notes: list[Note], chosen: str) -> list[Note]:
    if chosen not in FILTERS:
        return notes
    return [note for note in notes if note.is_answered == (chosen == "sudah")]


def _note(
    row: CommentRow, round_: ReviewRound, revision: Revision, seen: Overview, sent: Mapping[int, AnswerForm]
) -> Note:
    place = seen.place(row.kind, row.code)
    page = reverse("masterplan:revision_read", args=[revision.pk])
    form = sent.get(row.comment.pk) or _answer_form(row) if row.can_answer and round_.is_open else None
    return Note(row, page + place.address if place else "", form)


def _answer_form(row: CommentRow) -> AnswerForm:
    comment = row.comment
    said = {"answer": comment.answer, "answer_text": comment.answer_text, "version": row.version}
    return AnswerForm(initial=said, auto_id=f"id_{comment.pk}_%s")


def acts(user: User, round_: ReviewRound, answered: Answered) -> dict[str, Any]:
    """What this person may do here, and what of it waits for something else."""
    closing = rules.can_close_round(user, round_) and round_.is_open
    return {
        "can_comment": rules.can_comment(user, round_) and round_.is_open,
        "can_close": closing,
        "close_form": CloseForm(initial={"seen": answered.total}) if closing else None,
        "can_decide": rules.can_decide(user, round_) and not round_.decision,
        "why_not_decide": why_not_decide(round_, answered),
        "sees_all": rules.can_read_comments(user, round_.revision.masterplan),
    }
