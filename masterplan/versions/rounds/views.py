"""A review round: its page, all comments on one printable page, closing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lib import clock
from lib.errors import Conflict, Invalid
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.http import warn
from masterplan.versions import rules as versions_rules
from masterplan.versions.compare.selectors import change_groups
from masterplan.versions.files.selectors import newest_book
from masterplan.versions.models import Revision
from masterplan.versions.reading.selectors import Overview, changes, overview, targets_of
from masterplan.versions.rounds import rules, services
from masterplan.versions.rounds.forms import AnswerForm, CloseForm, CommentForm
from masterplan.versions.rounds.models import Comment, ReviewRound
from masterplan.versions.rounds.selectors import (
    Answered,
    CommentRow,
    comment_rows,
    comment_target,
    reviewed_before,
)
from masterplan.versions.views import why_not_decide
from opd.accounts.models import User
from opd.accounts.sign_in.requests import SignedInRequest, signed_in

FILTERS = {"belum": "Belum dijawab", "sudah": "Terjawab"}


@dataclass(frozen=True)
class Note:
    """A comment with the place it is about and, for who may answer it now, the form."""

    row: CommentRow
    url: str
    form: AnswerForm | None

    @property
    def is_answered(self) -> bool:
        return not self.row.comment.thread.is_open


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
        "narrowed": "",
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
    thread = row.comment.thread
    said: dict[str, Any] = {"version": thread.version}
    if given := thread.answer:
        said |= {"answer": given.verdict, "answer_text": given.text}
    return AnswerForm(initial=said, auto_id=f"id_{row.comment.pk}_%s")


def acts(user: User, round_: ReviewRound, answered: Answered) -> dict[str, Any]:
    """What this person may do here, and what of it waits for something else."""
    closing = rules.can_close_round(user, round_) and round_.is_open
    return {
        "can_comment": rules.can_comment(user, round_) and round_.is_open,
        "can_close": closing,
        "close_form": CloseForm(initial={"seen": answered.total}) if closing else None,
        "can_decide": versions_rules.can_decide(user, round_) and not round_.decision,
        "why_not_decide": why_not_decide(round_, answered),
        "sees_all": rules.can_read_comments(user, round_.revision.masterplan),
    }


PLAN = "revision__masterplan__cycle__region"


def visible_round(request: SignedInRequest, pk: int) -> ReviewRound:
    rows = ReviewRound.objects.visible_to(request.user).select_related(
        PLAN, "opened_by", "closed_by", "decided_by"
    )
    round_: ReviewRound = get_object_or_404(rows.defer("revision__content"), pk=pk)
    request.plans.of_row(pk=round_.revision.masterplan_id)
    return round_


@require_GET
@signed_in
def round_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    context = round_context(request, visible_round(request, pk))
    return render(request, "masterplan/versions/rounds/detail.html", context)


@require_GET
@signed_in
def round_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every comment with its answer, in the order they were made."""
    round_ = visible_round(request, pk)
    rows = list(reversed(comment_rows(round_, request.user)))
    context = {"round": round_, "revision": round_.revision, "plan": round_.revision.masterplan, "rows": rows}
    return render(request, "masterplan/versions/rounds/print.html", context)


@require_POST
@signed_in
def round_close(request: SignedInRequest, pk: int) -> HttpResponse:
    form = CloseForm(request.POST)
    round_ = services.close_round(
        visible_round(request, pk), actor=request.user, expected_comments=form.said("seen")
    )
    messages.success(request, f"Putaran {round_.number} ditutup. Sekarang giliran fasilitator memutuskan.")
    return redirect("masterplan:round_detail", pk=round_.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def comment_add(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = visible_round(request, pk)
    targets = targets_of(overview(round_.revision))
    if request.method == "POST":
        return comment_sent(request, round_, CommentForm(request.POST, targets=targets))
    rules.COMMENT.require(request.user, round_)
    if not round_.is_open:
        raise Conflict("Putaran ini sudah ditutup; komentar baru masuk pada putaran berikutnya.")
    form = CommentForm(targets=targets, initial={"on": request.GET.get("tentang", "")})
    return comment_page(request, round_, form)


def comment_sent(request: SignedInRequest, round_: ReviewRound, form: CommentForm) -> HttpResponse:
    on = form.said("on", "")
    try:
        comment = services.add_comment(
            round_,
            actor=request.user,
            text=form.said("text", ""),
            quote=form.said("quote", ""),
            uid=form.said("uid"),
            **comment_target(round_.revision, on),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return comment_page(request, round_, form, status=400)
    warn(request, remarks(form))
    messages.success(request, f"Komentar {comment.number} tersimpan.", drafts_of(request, round_, on))
    return redirect(place_of(request, comment, on))


def drafts_of(request: SignedInRequest, round_: ReviewRound, on: str) -> str:
    """The unsent text a browser may now forget: kept under what the form was opened for, which may differ."""
    opened_for = request.POST.get("bagian", on)
    return " ".join(f"comment:{round_.pk}:{one}" for one in sorted({on, opened_for}))


def comment_page(
    request: SignedInRequest, round_: ReviewRound, form: CommentForm, status: int = 200
) -> HttpResponse:
    context = {
        "round": round_,
        "revision": round_.revision,
        "form": form,
        "back": request.POST.get("dari", ""),
        "opened_for": request.POST.get("bagian", form["on"].value() or ""),
    }
    return render(request, "masterplan/versions/rounds/comment.html", context, status=status)


def place_of(request: SignedInRequest, comment: Comment, on: str) -> str:
    """Back to the chapter for who was reading, else to the comment in the round."""
    revision = comment.round.revision
    kind, _, code = on.partition(":")
    place = overview(revision).place(kind, code)
    note = f"#komentar-{comment.number}"
    if request.POST.get("dari") == "baca" and place:
        return f"{reverse('masterplan:revision_read', args=[revision.pk])}?bab={place.chapter}{note}"
    return reverse("masterplan:round_detail", args=[comment.round_id]) + note


@require_POST
@signed_in
def comment_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Comment.objects.visible_to(request.user).select_related(f"round__{PLAN}", "section", "thread")
    comment = get_object_or_404(rows.defer("round__revision__content"), pk=pk)
    form = AnswerForm(request.POST, auto_id=f"id_{pk}_%s")
    try:
        services.answer(
            comment,
            actor=request.user,
            answer=form.choice,
            text=form.said("answer_text", ""),
            expected_version=form.said("version"),
        )
    except Invalid as refusal:
        add_refusal(form, refusal)
        context = round_context(request, visible_round(request, comment.round_id), {pk: form})
        return render(request, "masterplan/versions/rounds/detail.html", context, status=400)
    warn(request, remarks(form))
    messages.success(request, f"Jawaban komentar {comment.number} tersimpan.", f"answer:{pk}")
    round_page = reverse("masterplan:round_detail", args=[comment.round_id])
    if request.POST.get("jawab") == "belum":  # the list of what is still open no longer holds this comment
        return redirect(f"{round_page}?jawab=belum#komentar")
    return redirect(f"{round_page}#komentar-{comment.number}")
