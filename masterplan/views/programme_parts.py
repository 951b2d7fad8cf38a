"""Programmes as a part of other pages: those that answer a finding, those of an office."""

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bimtek.models import Finding
from masterplan import rules
from masterplan.models import Masterplan, Programme
from masterplan.selectors import current_plan
from masterplan.selectors.programmes import Filters, programme_rows, totals_of
from opd.http import SignedInRequest, signed_in
from opd.models import Opd


@require_GET
@signed_in
def programme_for_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which programmes answer a finding; loaded into the finding's page, or read as a page of its own."""
    seen = Finding.objects.visible_to(request.user).select_related("dimension")
    finding = get_object_or_404(seen, pk=pk)
    plan = get_object_or_404(Masterplan.objects.visible_to(request.user), cycle_id=finding.cycle_id)
    cast(Any, request).frame_plan = plan
    answering = Programme.objects.visible_to(request.user).live().filter(findings=finding, masterplan=plan)
    context = {
        "finding": finding,
        "rows": answering.order_by("code").values_list("pk", "code", "name", "lead_opd__short_name"),
        "can_add": rules.can_add_programme(request.user, plan) and not finding.is_set_aside,
    }
    return render(
        request, part(request, "masterplan/programmes/for_finding.html", "programme-for-finding"), context
    )


@require_GET
@signed_in
def programme_for_opd(request: SignedInRequest, pk: int) -> HttpResponse:
    """The programmes an office leads, and those it supports."""
    office = get_object_or_404(Opd.objects.visible_to(request.user), pk=pk)
    plan = current_plan(request.user, request.session.get("plan"))
    led = programme_rows(plan, request.user, Filters(opd=office.code))
    supported = (
        Programme.objects.visible_to(request.user).live().filter(supporting_opds=office, masterplan=plan)
    )
    context = {
        "office": office,
        "plan": plan,
        "rows": led,
        "totals": totals_of(led),
        "supported": supported.order_by("code").values_list("pk", "code", "name", "lead_opd__short_name"),
    }
    return render(request, part(request, "masterplan/programmes/for_opd.html", "programme-for-opd"), context)


def part(request: SignedInRequest, template: str, name: str) -> str:
    """htmx gets the part alone, everybody else the page around it. The part's name is the id of its root."""
    return f"{template}#{name}" if request.headers.get("HX-Request") == "true" else template
