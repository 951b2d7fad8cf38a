"""Agreements beside the plan: the list, the form, the scanned paper."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from commitments.agreements import rules, services
from commitments.agreements.forms import AgreementForm, ScanForm
from commitments.agreements.models import Agreement
from lib import clock
from lib.access import require
from lib.errors import Invalid
from lib.files.scans import MEDIA_TYPES
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.http import hand_out, stored, version_of, warn
from masterplan.plan.models import Masterplan
from opd.accounts.sign_in.requests import SignedInRequest, signed_in


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    plan: Masterplan = request.plans.of_list()
    context = {
        "agreements": Agreement.objects.visible_to(request.user).filter(cycle=plan.cycle_id),
        "can_edit": rules.can_edit_agreement(request.user, Agreement(cycle=plan.cycle)),
        "today": clock.today(),
    }
    return render(request, "commitments/agreements/list.html", context)


@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    plan: Masterplan = request.plans.of_list()
    require(rules.can_edit_agreement(request.user, Agreement(cycle=plan.cycle)), rules.NOT_CHANGING)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = services.record(plan.cycle, form.cleaned_data["kind"], form.to_data(), actor=request.user)
        warn(request, remarks(form))
        messages.success(request, f"{made} tersimpan.", extra_tags=f"agreement:new:{plan.cycle_id}")
        return redirect("commitments:agreement_list")
    status = 400 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "scan": None, "agreement": None, "cycle": plan.cycle}
    context["address"] = reverse("commitments:agreement_add")
    return render(request, "commitments/agreements/form.html", context, status=status)


@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    rules.CHANGE.require(request.user, agreement)
    form = AgreementForm(request.POST if request.method == "POST" else None, initial=initial(agreement))
    del form.fields["kind"]
    if form.is_valid():
        services.update(agreement, form.to_data(), actor=request.user, expected_version=version_of(request))
        warn(request, remarks(form))
        messages.success(request, f"{agreement} tersimpan.", extra_tags=f"agreement:{agreement.pk}")
        return redirect("commitments:agreement_list")
    return form_page(request, agreement, form, ScanForm(), 400 if form.is_bound else 200)


@signed_in
def scan(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET: the scanned paper as a download. POST: another one."""
    agreement = visible(request, pk)
    if request.method == "POST":
        return attach(request, agreement)
    if not agreement.scan_sha256:
        raise Http404("no scan")
    suffix = Path(agreement.scan_name).suffix
    return hand_out(stored(agreement.scan_sha256), MEDIA_TYPES[suffix], agreement.scan_name)


def attach(request: SignedInRequest, agreement: Agreement) -> HttpResponse:
    rules.CHANGE.require(request.user, agreement)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["scan"]
        if upload.size > services.MAX_SCAN:
            raise RequestDataTooBig("scan")
        try:
            services.attach_scan(
                agreement,
                actor=request.user,
                name=upload.name,
                content=upload.read(),
                expected_version=version_of(request),
            )
        except Invalid as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Pindaian {agreement} tersimpan.")
            return redirect("commitments:agreement_list")
    details = AgreementForm(initial=initial(agreement))
    del details.fields["kind"]
    return form_page(request, agreement, details, form, 400)


def form_page(
    request: SignedInRequest, agreement: Agreement, form: AgreementForm, scan: ScanForm, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "scan": scan,
        "agreement": agreement,
        "cycle": agreement.cycle,
        "address": reverse("commitments:agreement_edit", args=[agreement.pk]),
    }
    return render(request, "commitments/agreements/form.html", context, status=status)


def visible(request: SignedInRequest, pk: int) -> Agreement:
    seen = Agreement.objects.visible_to(request.user).select_related("cycle")
    agreement: Agreement = get_object_or_404(seen, pk=pk)
    request.plans.of_row(cycle_id=agreement.cycle_id)
    return agreement


def initial(agreement: Agreement) -> dict[str, Any]:
    return {
        "dated": agreement.dated,
        "place": agreement.place,
        "number": agreement.number,
        "parties": "\n".join(agreement.parties),
    }
