"""A review round: its comments, their answers, closing it, all of it on one printable page."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masterplan import rules
from masterplan.forms.reviews import NOT_SEEN, AnswerForm, CloseForm, CommentForm
from masterplan.models import Comment, ReviewRound
from masterplan.selectors.reviews import comment_rows, comment_target
from masterplan.services import reviews
from masterplan.views.frozen import overview
from masterplan.views.round_page import round_context, targets_of
from opd.authorization import require
from opd.errors import Conflict, Invalid
from opd.http import SignedInRequest, signed_in

PLAN = "revision__masterplan__cycle__region"


def visible_round(request: SignedInRequest, pk: int) -> ReviewRound:
    rows = ReviewRound.objects.visible_to(request.user).select_related(
        PLAN, "opened_by", "closed_by", "decided_by"
    )
    round_: ReviewRound = get_object_or_404(rows.defer("revision__content"), pk=pk)
    cast(Any, request).frame_plan = round_.revision.masterplan
    return round_


@require_GET
@signed_in
def round_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    context = round_context(request, visible_round(request, pk))
    return render(request, "masterplan/rounds/detail.html", context)


@require_GET
@signed_in
def round_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every comment with its answer, in the order they were made."""
    round_ = visible_round(request, pk)
    rows = list(reversed(comment_rows(round_, request.user)))
    context = {"round": round_, "revision": round_.revision, "plan": round_.revision.masterplan, "rows": rows}
    return render(request, "masterplan/rounds/print.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def comment_add(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = visible_round(request, pk)
    targets = targets_of(overview(round_.revision))
    if request.method == "POST":
        return comment_sent(request, round_, CommentForm(request.POST, targets=targets))
    require(rules.can_comment(request.user, round_), "Hanya fasilitator yang dapat memberi komentar.")
    if not round_.is_open:
        raise Conflict("Putaran ini sudah ditutup; komentar baru masuk pada putaran berikutnya.")
    form = CommentForm(targets=targets, initial={"on": request.GET.get("tentang", "")})
    return comment_page(request, round_, form)


def comment_sent(request: SignedInRequest, round_: ReviewRound, form: CommentForm) -> HttpResponse:
    on = form.said("on", "")
    try:
        comment = reviews.add_comment(
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
    messages.success(request, f"Komentar {comment.number} tersimpan.", f"comment:{round_.pk}:{on}")
    return redirect(place_of(request, comment, on))


def comment_page(
    request: SignedInRequest, round_: ReviewRound, form: CommentForm, status: int = 200
) -> HttpResponse:
    context = {
        "round": round_,
        "revision": round_.revision,
        "form": form,
        "back": request.POST.get("dari", ""),
        "draft": f"comment:{round_.pk}:{form['on'].value() or ''}",
    }
    return render(request, "masterplan/rounds/comment.html", context, status=status)


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
    rows = Comment.objects.visible_to(request.user).select_related(f"round__{PLAN}", "section", "answered_by")
    comment = get_object_or_404(rows.defer("round__revision__content"), pk=pk)
    form = AnswerForm(request.POST, auto_id=f"id_{pk}_%s")
    try:
        reviews.answer(
            comment,
            actor=request.user,
            answer=form.choice,
            text=form.said("answer_text", ""),
            version=form.said("version", NOT_SEEN),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        context = round_context(request, visible_round(request, comment.round_id), {pk: form})
        return render(request, "masterplan/rounds/detail.html", context, status=400)
    messages.success(request, f"Jawaban komentar {comment.number} tersimpan.", f"answer:{pk}")
    jawab = "?jawab=belum" if request.POST.get("jawab") == "belum" else ""
    return redirect(f"{reverse('masterplan:round_detail', args=[comment.round_id])}{jawab}#komentar")


@require_POST
@signed_in
def round_close(request: SignedInRequest, pk: int) -> HttpResponse:
    form = CloseForm(request.POST)
    round_ = reviews.close_round(
        visible_round(request, pk), actor=request.user, seen=form.said("seen", NOT_SEEN)
    )
    messages.success(request, f"Putaran {round_.number} ditutup. Sekarang giliran fasilitator memutuskan.")
    return redirect("masterplan:round_detail", pk=round_.pk)
