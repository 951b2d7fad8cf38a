"""Programmes: the list, the page with its thread, and the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bimtek.findings.models import Finding
from lib import clock
from lib.access import access, require
from lib.declared import facts
from lib.errors import Invalid
from lib.forms.fields import RowField
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.history import history
from lib.http import version_of, warn
from lib.text.formats import jam
from lib.versioned.forms import ReasonForm
from lib.versioned.services import stale
from masterplan.plan.models import Masterplan
from masterplan.plan.selectors import named_plan
from masterplan.plan.workflow import is_open
from masterplan.programmes import rules, services
from masterplan.programmes.document import PLAIN, ProgrammeData, differences, label, years_outside
from masterplan.programmes.forms import GAP_LABELS, ProgrammeFilter, ProgrammeForm
from masterplan.programmes.models import Programme
from masterplan.programmes.selectors import (
    Filters,
    gaps_of,
    groups_of,
    linkable,
    programme_rows,
    summary,
    totals_of,
    with_gap,
)
from masterplan.thread.selectors import thread_of
from opd.accounts.models import User
from opd.accounts.roles import Can
from opd.accounts.sign_in.requests import SignedInRequest, signed_in
from opd.offices.models import Opd

PER_PAGE = 100

SHOWN = ("indicators__targets", "money__source", "supporting_opds", "funding_sources")


@require_GET
@signed_in
def programme_list(request: SignedInRequest) -> HttpResponse:
    plan: Masterplan = request.plans.of_list()
    form = ProgrammeFilter(request.GET, plan=plan)
    filters = form.chosen
    found = programme_rows(plan, request.user, filters)
    rows = with_gap(found, filters.gap)
    is_print = request.GET.get("cetak") == "1"
    page = Paginator(rows, max(len(rows), 1) if is_print else PER_PAGE).get_page(request.GET.get("page"))
    totals = totals_of(rows)
    context = {
        "plan": plan,
        "form": form,
        "filters": filters,
        "groups": groups_of(page.object_list, rows),
        "page_obj": page,
        "totals": totals,
        "summary": summary(plan, request.user),
        "gaps": [(name, GAP_LABELS[name].lower(), count) for name, count in gaps_of(found).items() if count],
        "today": clock.today(),
        "can_add": rules.can_add_programme(request.user, plan) and is_open(plan),
    }
    template = "masterplan/programmes/print.html" if is_print else "masterplan/programmes/list.html"
    return render(request, template, context)


DRAWN = (
    *("name", "description", "quick_win", "start_year", "end_year"),
    *("source_amount", "status", "status_reason", "source_url"),
)
"""What the page of a programme shows in a place of its own."""


@require_GET
@signed_in
def programme_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One programme with its thread. What may be done with it stands on the page, or is not shown."""
    programme = visible_programme(request, pk, *SHOWN)
    can_edit = rules.can_edit_programme(request.user, programme) and is_open(programme.masterplan)
    # Who worked on it is for those who work on the plan; a head reads the programme.
    sees_history = access(request.user).may(programme.region_id, Can.READ_PLAN) or can_edit
    context = {
        "programme": programme,
        "plan": programme.masterplan,
        "facts": facts(PLAIN, programme, DRAWN),
        "source_site": programme.source_url.partition("//")[2].partition("/")[0].removeprefix("www."),
        "thread": thread_of(programme, request.user),
        "history": history(programme, rules.CREATE, label) if sees_history else [],
        "can_edit": can_edit and not programme.is_set_aside,
        "can_restore": can_edit and programme.is_set_aside,
        "can_manage": can_edit,
    }
    return render(request, "masterplan/programmes/detail.html", context)


def posted_plan(request: SignedInRequest) -> Masterplan:
    """The plan the form was opened for, whichever is current by now; of the address before it is sent."""
    if slug := request.POST.get("plan"):
        plan = named_plan(request.user, slug)
        request.plans.of_row(pk=plan.pk)
        return plan
    asked: Masterplan = request.plans.of_list()
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_add(request: SignedInRequest) -> HttpResponse:
    plan = posted_plan(request)
    require(rules.can_add_programme(request.user, plan), rules.NOT_ADDING)
    leads = leads_of(request.user, plan)
    form = ProgrammeForm(request.POST or None, plan=plan, leads=leads, initial=suggested(request))
    if request.method == "POST":

        def create(data: ProgrammeData) -> Programme:
            return services.create(plan, data, actor=request.user, uid=form.cleaned_data["uid"])

        if saved := save(form, create):
            return done(request, form, saved, f"programme:new:{plan.slug}")
    status = 400 if request.method == "POST" else 200
    return render(request, "masterplan/programmes/form.html", {"form": form, "plan": plan}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = visible_programme(request, pk)
    rules.CHANGE.require(request.user, programme)
    plan = programme.masterplan
    leads = leads_of(request.user, plan)
    form = ProgrammeForm(request.POST or None, plan=plan, leads=leads, programme=programme)
    if request.method == "POST":
        version = version_of(request)

        def update(data: ProgrammeData) -> Programme:
            return services.update(programme, data, actor=request.user, expected_version=version)

        if not form.is_valid() and version != programme.version:
            raise stale(programme, differences(services.snapshot(programme), form.typed))
        if saved := save(form, update):
            return done(request, form, saved, f"programme:{saved.pk}")
    context = {"form": form, "plan": plan, "programme": programme}
    status = 400 if request.method == "POST" else 200
    return render(request, "masterplan/programmes/form.html", context, status=status)


def visible_programme(request: SignedInRequest, pk: int, *links: str) -> Programme:
    """The programme with these links, its plan in the frame of the page; 404 where it is not to be seen."""
    seen = (
        Programme.objects.visible_to(request.user)
        .select_related(
            "masterplan__cycle__region", "dimension", "subdimension", "lead_opd", "horizon", "edited_by"
        )
        .prefetch_related(*links)
    )
    programme: Programme = get_object_or_404(seen, pk=pk)
    request.plans.of_row(pk=programme.masterplan_id)
    return programme


def leads_of(user: User, plan: Masterplan) -> frozenset[int] | None:
    """The offices a person may write programmes for: None, which is all, for an editor, else the own ones."""
    mine = access(user)
    return None if mine.may(plan.region_id, Can.EDIT_PROGRAMME) else mine.opds_for(Can.EDIT_PROGRAMME)


def suggested(request: SignedInRequest) -> dict[str, Any]:
    """What the form can know before: the dimension, the horizon, the finding to answer."""
    values: dict[str, Any] = {
        name: request.GET[name] for name in ("dimension", "horizon") if name in request.GET
    }
    if "finding" in request.GET:
        values["findings"] = request.GET.getlist("finding")
    return values


def save(form: ProgrammeForm, act: Callable[[ProgrammeData], Programme]) -> Programme | None:
    """What the service did with a valid form; None when the form now says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return act(form.data_given)
    except Invalid as refusal:
        add_refusal(form, refusal)
        return None


def done(request: SignedInRequest, form: ProgrammeForm, programme: Programme, draft: str) -> HttpResponse:
    warn(request, [*remarks(form), *years_outside(programme)])
    messages.success(request, f"Program {programme.code} tersimpan {jam(clock.now())}.", extra_tags=draft)
    return redirect("masterplan:programme_detail", pk=programme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then take the programme out of the plan."""
    programme = visible_programme(request, pk)
    rules.CHANGE.require(request.user, programme)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        # A reason that cannot be read is put to the service as none: it names who and when before what.
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        version = version_of(request)
        try:
            services.set_aside(programme, actor=request.user, expected_version=version, reason=reason)
        except Invalid as refusal:
            add_refusal(form, refusal)
        else:
            said = f"Program {programme.code} dikesampingkan. Dapat dipulihkan kapan saja."
            messages.success(request, said, extra_tags=f"programme:aside:{programme.pk}")
            return redirect("masterplan:programme_detail", pk=programme.pk)
    context = {"form": form, "programme": programme}
    status = 400 if request.method == "POST" else 200
    return render(request, "masterplan/programmes/set_aside.html", context, status=status)


@require_POST
@signed_in
def programme_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = visible_programme(request, pk)
    services.restore(programme, actor=request.user, expected_version=version_of(request))
    messages.success(request, f"Program {programme.code} kembali dalam masterplan.")
    return redirect("masterplan:programme_detail", pk=programme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete what no frozen version holds."""
    programme = visible_programme(request, pk)
    rules.CHANGE.require(request.user, programme)
    if request.method == "POST":
        services.delete(programme, actor=request.user, expected_version=version_of(request))
        messages.success(request, f"Program {programme.code} dihapus.")
        return redirect("masterplan:programme_list")
    return render(request, "masterplan/programmes/delete.html", {"programme": programme})


@require_GET
@signed_in
def programme_for_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which programmes answer a finding; loaded into the finding's page, or read as a page of its own."""
    finding, plan = _finding_in_plan(request, pk)
    return _for_finding(request, finding, plan, _link_form(request, finding, plan))


@require_POST
@signed_in
def programme_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """A programme that exists answers the finding too."""
    finding, plan = _finding_in_plan(request, pk)
    require(rules.can_add_programme(request.user, plan), rules.NOT_ADDING)
    form = _link_form(request, finding, plan, request.POST)
    if not form.is_valid():
        return _for_finding(request, finding, plan, form, status=400)
    programme = form.cleaned_data["programme"]
    services.link_finding(programme, finding, actor=request.user)
    messages.success(request, f"{programme.code} sekarang menjawab {finding.code}.")
    return redirect("bimtek:finding_detail", finding.pk)


def _finding_in_plan(request: SignedInRequest, pk: int) -> tuple[Finding, Masterplan]:
    seen = Finding.objects.visible_to(request.user).select_related("dimension")
    finding = get_object_or_404(seen, pk=pk)
    plan: Masterplan | None = request.plans.of_row(cycle_id=finding.cycle_id)
    if plan is None:
        raise Http404("no plan of this cycle")
    return finding, plan


def _link_form(
    request: SignedInRequest, finding: Finding, plan: Masterplan, posted: QueryDict | None = None
) -> forms.Form:
    """One list: the programmes that could answer the finding too."""
    groups = {} if finding.is_set_aside else linkable(plan, request.user, finding)
    rows = {row.code: row for group in groups.values() for row in group}
    options = [(name, [(row.code, str(row)) for row in group]) for name, group in groups.items()]
    form = forms.Form(posted)
    form.fields["programme"] = RowField(
        rows, options, empty="Pilih program", label="Tautkan program yang sudah ada"
    )
    return form


def _for_finding(
    request: SignedInRequest, finding: Finding, plan: Masterplan, form: forms.Form, status: int = 200
) -> HttpResponse:
    answering = Programme.objects.visible_to(request.user).live().filter(findings=finding, masterplan=plan)
    context = {
        "finding": finding,
        "rows": answering.order_by("code").values_list("pk", "code", "name", "lead_opd__short_name"),
        "can_add": rules.can_add_programme(request.user, plan) and is_open(plan) and not finding.is_set_aside,
        "form": form,
    }
    template = part(request, "masterplan/programmes/for_finding.html", "programme-for-finding")
    return render(request, template, context, status=status)


@require_GET
@signed_in
def programme_for_opd(request: SignedInRequest, pk: int) -> HttpResponse:
    """The programmes an office leads, and those it supports."""
    office = get_object_or_404(Opd.objects.visible_to(request.user), pk=pk)
    plan: Masterplan | None = request.plans.of_row(region_id=office.region_id)
    if plan is None:
        raise Http404("no plan of this region")
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
