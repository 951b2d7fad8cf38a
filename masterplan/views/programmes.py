"""Programmes: the list, the page with its thread, and the form."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from masterplan import rules
from masterplan.canonical import decimal
from masterplan.exports.document import measured
from masterplan.forms.programme_filter import GAP_LABELS, ProgrammeFilter
from masterplan.forms.programmes import ProgrammeForm
from masterplan.models import Masterplan, Programme
from masterplan.programme_data import ProgrammeData, stale
from masterplan.selectors import current_plan
from masterplan.selectors.programmes import (
    groups_of,
    indicator_of,
    programme_rows,
    standing,
    totals_of,
    with_indicator,
)
from masterplan.selectors.thread import thread_of
from masterplan.services import programmes
from opd import clock
from opd.authorization import access, require
from opd.enums import Role
from opd.errors import Invalid
from opd.http import SignedInRequest, signed_in, version_of
from opd.models import User

PER_PAGE = 100
SHOWN = ("years", "supporting_opds", "funding_sources")


@require_GET
@signed_in
def programme_list(request: SignedInRequest) -> HttpResponse:
    plan = current_plan(request.user, request.session.get("plan"))
    form = ProgrammeFilter(request.GET, plan=plan)
    filters = form.chosen
    rows = programme_rows(plan, request.user, filters)
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
        "standing": standing(plan, request.user),
        "gaps": [(name, GAP_LABELS[name].lower(), count) for name, count in totals.gaps.items() if count],
        "today": clock.today(),
        "can_add": rules.can_add_programme(request.user, plan),
    }
    template = "masterplan/programmes/print.html" if is_print else "masterplan/programmes/list.html"
    return render(request, template, context)


@require_GET
@signed_in
def programme_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One programme with its thread. What may be done with it stands on the page, or is not shown."""
    programme = visible_programme(request, pk, *SHOWN)
    can_edit = rules.can_edit_programme(request.user, programme)
    context = {
        "programme": programme,
        "plan": programme.masterplan,
        "indicator": (indicator := indicator_of(programme)),
        "baseline": measured(decimal(indicator.baseline), indicator.unit) if indicator else "",
        "source_site": programme.source_url.partition("//")[2].partition("/")[0].removeprefix("www."),
        "thread": thread_of(programme, request.user),
        "can_edit": can_edit and not programme.is_set_aside,
        "can_restore": can_edit and programme.is_set_aside,
        "can_manage": can_edit,
    }
    return render(request, "masterplan/programmes/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_add(request: SignedInRequest) -> HttpResponse:
    plan = current_plan(request.user, request.POST.get("plan") or request.session.get("plan"))
    require(rules.can_add_programme(request.user, plan), programmes.NOT_ADDING)
    leads = leads_of(request.user, plan)
    form = ProgrammeForm(request.POST or None, plan=plan, leads=leads, initial=suggested(request))
    if request.method == "POST":

        def create(data: ProgrammeData) -> Programme:
            return programmes.create(plan, data, actor=request.user, uid=form.cleaned_data["uid"])

        if saved := save(form, create):
            return done(request, saved, f"programme:new:{plan.slug}")
    status = 400 if request.method == "POST" else 200
    return render(request, "masterplan/programmes/form.html", {"form": form, "plan": plan}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = visible_programme(request, pk)
    require(rules.can_edit_programme(request.user, programme), programmes.NOT_YOURS)
    plan = programme.masterplan
    leads = leads_of(request.user, plan)
    form = ProgrammeForm(request.POST or None, plan=plan, leads=leads, programme=programme)
    if request.method == "POST":
        version = version_of(request)

        def update(data: ProgrammeData) -> Programme:
            return programmes.update(programme, data, actor=request.user, version=version)

        if not form.is_valid() and version != programme.version:
            raise stale(programme, programmes.snapshot(programme), form.typed)
        if saved := save(form, update):
            return done(request, saved, f"programme:{saved.pk}")
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
    programme: Programme = get_object_or_404(with_indicator(seen), pk=pk)
    cast(Any, request).frame_plan = programme.masterplan
    return programme


def leads_of(user: User, plan: Masterplan) -> frozenset[int] | None:
    """The offices a person may write programmes for: None, which is all, for an editor, else the own ones."""
    mine = access(user)
    return None if mine.has(plan.region_id, Role.EDITOR) else mine.opds(Role.OPERATOR)


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
        known = {name: text for name, text in refusal.fields.items() if name in form.fields}
        for name, text in (known or {"": refusal.message}).items():
            form.add_error(name or None, text)
        return None


def done(request: SignedInRequest, programme: Programme, draft: str) -> HttpResponse:
    at = timezone.localtime(clock.now())
    messages.success(request, f"Program {programme.code} tersimpan {at:%H.%M}.", extra_tags=draft)
    return redirect("masterplan:programme_detail", pk=programme.pk)
