"""A review round: its page, all comments on one printable page, closing it."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from masterplan.forms.reviews import NOT_SEEN, CloseForm
from masterplan.models import ReviewRound
from masterplan.selectors.reviews import comment_rows
from masterplan.services import reviews
from masterplan.views.round_page import round_context
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


@require_POST
@signed_in
def round_close(request: SignedInRequest, pk: int) -> HttpResponse:
    form = CloseForm(request.POST)
    round_ = reviews.close_round(
        visible_round(request, pk), actor=request.user, seen=form.said("seen", NOT_SEEN)
    )
    messages.success(request, f"Putaran {round_.number} ditutup. Sekarang giliran fasilitator memutuskan.")
    return redirect("masterplan:round_detail", pk=round_.pk)
