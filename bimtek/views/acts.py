"""Setting a finding aside, taking it back, deleting it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bimtek import rules, workflow
from bimtek.forms import ReasonForm
from bimtek.models import Finding
from bimtek.selectors.findings import answers_to
from bimtek.services import findings
from bimtek.views.findings import finding_of, posted, stored
from opd.authorization import require
from opd.errors import Conflict, Invalid
from opd.http import SignedInRequest, signed_in, version_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = editable(request, pk)
    form = ReasonForm(posted(request), initial={"version": finding.version})
    if request.method == "POST" and form.is_valid():
        try:
            findings.set_aside(finding, actor=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("reason", refusal.message)
        else:
            return stored(request, finding, "dikesampingkan", draft=f"finding:aside:{finding.pk}")
    else:
        refuse(workflow.against_setting_aside(is_set_aside=finding.is_set_aside))
    context = {"finding": finding, "form": form, "answers": answers_to([finding]).get(finding.pk, [])}
    return render(request, "bimtek/finding_set_aside.html", context, status=400 if form.is_bound else 200)


@require_POST
@signed_in
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = editable(request, pk)
    findings.restore(finding, actor=request.user, version=version_of(request))
    return stored(request, finding, "kembali ke rencana")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = editable(request, pk)
    if request.method == "POST":
        findings.delete(finding, actor=request.user, version=version_of(request))
        messages.success(request, f"{finding.code} dihapus. Kodenya tidak dipakai lagi.")
        return redirect("bimtek:finding_list")
    refuse(workflow.against_deleting(is_frozen=finding.is_frozen, holds_others=finding.merged.exists()))
    context = {"finding": finding, "answers": answers_to([finding]).get(finding.pk, [])}
    return render(request, "bimtek/finding_delete.html", context)


def editable(request: SignedInRequest, pk: int) -> Finding:
    finding = finding_of(request, pk)
    require(rules.can_edit_finding(request.user, finding), findings.NOT_YOURS)
    return finding


def refuse(reason: str) -> None:
    if reason:
        raise Conflict(reason)
