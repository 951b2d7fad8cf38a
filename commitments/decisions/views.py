"""Decisions about a version that touch what was promised from it, and the orders for its book."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from commitments.decisions import rules, services
from commitments.decisions.forms import DecideForm, FinaliseForm
from commitments.letters.board.selectors import board, overview
from commitments.letters.views import making
from lib.errors import Invalid
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.http import warn
from lib.text.codes import printed
from masterplan.book.measures import amounts
from masterplan.versions import workflow as versions_workflow
from masterplan.versions.files.formats import MAIN, require_format
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.reading.selectors import overview as contents
from masterplan.versions.rounds.models import Decision, ReviewRound
from opd.accounts.sign_in.requests import SignedInRequest, signed_in


def visible_revision(request: SignedInRequest, pk: int) -> Revision:
    seen = Revision.objects.visible_to(request.user).select_related("masterplan__cycle__region")
    revision: Revision = get_object_or_404(seen, pk=pk)
    request.plans.of_row(pk=revision.masterplan_id)
    return revision


@require_POST
@signed_in
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The facilitator approves or returns the version of a closed round."""
    rounds = ReviewRound.objects.visible_to(request.user).select_related("revision__masterplan__cycle")
    round_ = get_object_or_404(rounds, pk=pk)
    request.plans.of_row(pk=round_.revision.masterplan_id)
    form = DecideForm(request.POST)
    is_whole = form.is_valid()
    # A form with a gap is put to the service as a return without a reason: it names who and when before what.
    typed = form.cleaned_data if is_whole else {"decision": Decision.RETURNED, "reason": ""}
    try:
        done = services.decide(
            round_,
            actor=request.user,
            decision=Decision(typed["decision"]),
            reason=typed["reason"],
            seen_sha256=request.POST.get("seen_sha256", ""),
        )
    except Invalid as refusal:
        if is_whole:
            add_refusal(form, refusal)
        context = {"round": round_, "form": form}
        return render(request, "commitments/decisions/decide.html", context, status=400)
    warn(request, remarks(form))
    said = f"Versi {done.revision.label} {done.revision.get_state_display()}."
    messages.success(request, said, extra_tags=f"decide:{round_.pk}")
    return redirect("masterplan:round_detail", pk=round_.pk)


@require_POST
@signed_in
def order_book(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft book of the whole plan or of one book; the version's page shows how far it is."""
    revision = visible_revision(request, pk)
    book = request.POST.get("book", "")[:12]
    form = require_format(request.POST.get("format", MAIN.code), book)
    services.request(revision, actor=request.user, in_format=form.code, book=book, anew=True)
    messages.success(request, f"{form.label} {contents(revision).books.get(book, 'Semua buku')} diminta.")
    return redirect(f"{reverse('masterplan:revision_detail', args=[revision.pk])}#berkas")


@signed_in
def finalise(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is signed and what is not; then the version is final and its book on the way."""
    revision = visible_revision(request, pk)
    rules.FINALISE.require(request.user, revision)
    if request.method == "GET" and revision.state == RevisionState.FINAL:
        return render(request, "commitments/decisions/final.html", final_book(revision))
    versions_workflow.require_move(revision.label, revision.state, RevisionState.FINAL)
    seen = overview(board(revision.masterplan), "")
    missing = len(seen.rows) - seen.agreed
    shown = {"seen_sha256": revision.sha256, "seen_missing": missing}
    form = FinaliseForm(request.POST if request.method == "POST" else None, missing=missing, initial=shown)
    if form.is_valid() and made_final(request, revision, form):
        return redirect("commitments:revision_finalise", pk=revision.pk)
    context = {"revision": revision, "seen": seen, "missing": missing, "form": form}
    status = 400 if form.is_bound else 200
    context |= contents_of(revision)
    return render(request, "commitments/decisions/finalise.html", context, status=status)


def made_final(request: SignedInRequest, revision: Revision, form: FinaliseForm) -> bool:
    typed = form.cleaned_data
    try:
        services.finalise(
            revision,
            actor=request.user,
            seen_sha256=typed["seen_sha256"],
            missing_reason=typed.get("missing_reason", ""),
            seen_missing=typed["seen_missing"],
        )
    except Invalid as refusal:
        add_refusal(form, refusal)
        return False
    return True


def contents_of(revision: Revision) -> dict[str, Any]:
    document = revision.document
    known = [amount for row in document["programmes"] for amount in amounts(row).values()]
    return {
        "findings": len(document["findings"]),
        "programmes": len(document["programmes"]),
        "rupiah": sum(known) if known else None,
        "cells": len(document["programmes"]) * len(document["years"]),
        "known": len(known),
    }


def final_book(revision: Revision) -> dict[str, Any]:
    export = (
        Export.objects.filter(revision=revision, is_final=True).select_related("job").defer("edition").first()
    )
    return {
        "revision": revision,
        "code": printed(revision.token),
        "export": export,
        "book_root": f"berkas-{export.pk}" if export else "",
        "making": making(export.job if export else None),
        "book_title": f"Buku final, {MAIN.label}",
        "book_action": f"Unduh {MAIN.label}",
        "book_note": f"{export.pages} halaman. " if export and export.pages else "",
    }
