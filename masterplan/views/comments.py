"""Remarks on a version under review: made by the facilitator, answered by staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from masterplan import rules
from masterplan.forms.reviews import NOT_SEEN, AnswerForm, CommentForm
from masterplan.frozen import overview, targets_of
from masterplan.models import Comment, ReviewRound
from masterplan.selectors.reviews import comment_target
from masterplan.services import reviews
from masterplan.views.round_page import round_context
from masterplan.views.rounds import PLAN, visible_round
from opd.authorization import require
from opd.errors import Conflict, Invalid
from opd.http import SignedInRequest, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def comment_add(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = visible_round(request, pk)
    targets = targets_of(overview(round_.revision))
    if request.method == "POST":
        return comment_sent(request, round_, CommentForm(request.POST, targets=targets))
    require(rules.can_comment(request.user, round_), reviews.NOT_COMMENTING)
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
    round_page = reverse("masterplan:round_detail", args=[comment.round_id])
    if request.POST.get("jawab") == "belum":  # the list of what is still open no longer holds this comment
        return redirect(f"{round_page}?jawab=belum#komentar")
    return redirect(f"{round_page}#komentar-{comment.number}")
