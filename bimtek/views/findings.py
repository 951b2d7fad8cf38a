"""Findings: the list, one finding with its thread, and its form."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from bimtek import rules, workflow
from bimtek.enums import FindingKind
from bimtek.forms import FindingFilter, FindingForm, initial_of
from bimtek.models import Finding
from bimtek.selectors import bimtek_cycle
from bimtek.selectors.findings import (
    Tally,
    answers_to,
    filtered,
    grouped,
    page_of,
    standing,
    tabs,
    title_of,
)
from bimtek.selectors.history import history
from bimtek.services import findings
from bimtek.views import belongs_to
from opd import clock
from opd.authorization import require
from opd.errors import Invalid
from opd.http import SignedInRequest, signed_in

NOT_YOURS = "Anda tidak dapat mencatat temuan dalam siklus ini."


@signed_in
def listing(request: SignedInRequest) -> HttpResponse:
    cycle = bimtek_cycle(request.user, request.session.get("plan"))
    form = FindingFilter(list(cycle.region.opds.values_list("code", "short_name")), request.GET)
    filters = form.known()
    found = filtered(cycle, request.user, filters)
    tally = Tally.of(found)
    choices = tabs(cycle, tally)
    chosen = next((tab for tab in choices if tab.dimension.code == filters["dimension"]), None)
    count = chosen.count if chosen else tally.count()
    page = page_of(found, chosen.dimension.code if chosen else None, request.GET.get("page"), count)
    context = {
        "cycle": cycle,
        "filter": form,
        "is_filtered": any(filters.values()),
        "shows_aside": filters["state"] == "aside",
        "tabs": choices,
        "chosen": chosen,
        "total": tally.count(),
        "page": page,
        "groups": grouped(list(page.object_list), tally),
        "standing": standing(cycle, request.user),
        "can_record": rules.can_record_finding(request.user, cycle),
    }
    return render(request, "bimtek/finding_list.html", context)


@signed_in
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_of(request, pk)
    context = {
        "finding": finding,
        "subdimension": title_of(finding.subdimension) if finding.subdimension else "",
        "is_problem": finding.kind == FindingKind.MASALAH,
        "answers": answers_to([finding]).get(finding.pk, []),
        "history": history(finding),
        "can_edit": rules.can_edit_finding(request.user, finding),
        "can_read_bimtek": rules.can_read_bimtek(request.user, finding.cycle),
        "against_deleting": workflow.against_deleting(
            is_frozen=finding.is_frozen, holds_others=finding.merged.exists()
        ),
    }
    return render(request, "bimtek/finding_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    cycle = bimtek_cycle(request.user, request.session.get("plan"))
    require(rules.can_record_finding(request.user, cycle), NOT_YOURS)
    initial = {"kind": "masalah", "uid": uuid.uuid4(), "topic": request.GET.get("dimension", "")}
    form = FindingForm(cycle, request.user, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        uid = form.cleaned_data["uid"]
        try:
            saved = findings.record(cycle, form.finding_data(), actor=request.user, uid=uid)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return stored(request, saved, "tersimpan", draft=f"finding:new:{cycle.pk}")
    status = 400 if form.is_bound else 200
    context = {"form": form, "finding": None, "cycle": cycle}
    return render(request, "bimtek/finding_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_of(request, pk)
    require(rules.can_edit_finding(request.user, finding), findings.NOT_YOURS)
    form = FindingForm(finding.cycle, request.user, posted(request), initial=initial_of(finding))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            findings.update(finding, form.finding_data(), actor=request.user, version=version)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return stored(request, finding, "tersimpan", draft=f"finding:{finding.pk}")
    status = 400 if form.is_bound else 200
    context = {"form": form, "finding": finding, "cycle": finding.cycle}
    return render(request, "bimtek/finding_form.html", context, status=status)


def posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def stored(request: SignedInRequest, finding: Finding, done: str, *, draft: str = "") -> HttpResponse:
    """Said after the commit; the mark makes the browser forget its unsent text."""
    messages.success(request, f"{finding.code} {done} {localtime(clock.now()):%H.%M}.", extra_tags=draft)
    return redirect("bimtek:finding_detail", finding.pk)


def finding_of(request: SignedInRequest, pk: int) -> Finding:
    visible: QuerySet[Finding] = Finding.objects.visible_to(request.user).select_related(
        *("cycle__region", "session", "dimension", "subdimension", "owner_opd", "edited_by", "merged_into")
    )
    finding = get_object_or_404(visible, pk=pk)
    belongs_to(request, finding.cycle)
    return finding
