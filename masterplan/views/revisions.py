"""Frozen versions: the list, freezing, the page of one, its JSON, and handing it to the facilitator."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from masterplan import rules
from masterplan.file_names import file_name
from masterplan.forms.reviews import NOT_SEEN, FreezeForm, RoundForm
from masterplan.models import Masterplan, Revision
from masterplan.models.plan import READERS
from masterplan.selectors import current_plan, named_plan
from masterplan.selectors.revisions import newest_number, version_rows
from masterplan.services import reviews, revisions
from masterplan.views.downloads import download
from masterplan.views.revision_page import revision_context
from opd.authorization import access
from opd.errors import Invalid
from opd.http import SignedInRequest, signed_in


def visible_revision(request: SignedInRequest, pk: int) -> Revision:
    seen = Revision.objects.visible_to(request.user)
    rows = seen.select_related("masterplan__cycle__region", "frozen_by", "final_by").defer("content")
    revision: Revision = get_object_or_404(rows, pk=pk)
    cast(Any, request).frame_plan = revision.masterplan
    return revision


@require_GET
@signed_in
def revision_list(request: SignedInRequest) -> HttpResponse:
    plan = current_plan(request.user, request.session.get("plan"))
    return list_page(request, plan, FreezeForm(initial={"seen": newest_number(plan)}))


def list_page(
    request: SignedInRequest, plan: Masterplan, form: FreezeForm, status: int = 200
) -> HttpResponse:
    rows = version_rows(plan, request.user)
    waiting = [(row, line) for row in rows for line in row.rounds if not line.decision]
    context = {
        "plan": plan,
        "rows": rows,
        "form": form,
        "next_label": f"v0.{newest_number(plan) + 1}",
        "waiting": waiting[0] if waiting else None,
        "can_freeze": rules.can_freeze(request.user, plan),
        "can_review": access(request.user).has(plan.region_id, *READERS),
    }
    return render(request, "masterplan/revisions/list.html", context, status=status)


@require_POST
@signed_in
def revision_freeze(request: SignedInRequest) -> HttpResponse:
    plan = named_plan(request.user, request.POST.get("plan", ""))
    form = FreezeForm(request.POST)
    try:
        revision = revisions.freeze(
            plan, actor=request.user, label=form.said("label", ""), seen=form.said("seen", NOT_SEEN)
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return list_page(request, plan, form, status=400)
    said = f"Versi {revision.label} dibekukan. Penyusunan dapat dilanjutkan."
    messages.success(request, said, extra_tags=f"freeze:{plan.slug}")
    return redirect("masterplan:revision_detail", pk=revision.pk)


@require_GET
@signed_in
def revision_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    revision = visible_revision(request, pk)
    return render(request, "masterplan/revisions/detail.html", revision_context(request, revision))


@require_GET
@signed_in
def revision_json(request: SignedInRequest, pk: int) -> HttpResponse:
    """The canonical bytes: their SHA-256 is the one the book prints."""
    revision = visible_revision(request, pk)
    return download(
        request,
        revision.content.encode(),
        name=file_name(revision, "", "json"),
        kind="application/json",
        sha256=revision.sha256,
    )


@require_POST
@signed_in
def round_open(request: SignedInRequest, pk: int) -> HttpResponse:
    revision = visible_revision(request, pk)
    form = RoundForm(request.POST)
    try:
        round_ = reviews.open_round(revision, actor=request.user, due=form.said("due"))
    except Invalid as refusal:
        form.refuse(refusal)
        context = revision_context(request, revision, form)
        return render(request, "masterplan/revisions/detail.html", context, status=400)
    messages.success(request, f"Putaran {round_.number} dibuka. Fasilitator melihatnya di berandanya.")
    return redirect("masterplan:round_detail", pk=round_.pk)
