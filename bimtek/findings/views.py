"""Findings: the list, one finding with its thread, and its form."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bimtek.cycle import rules as cycle_rules
from bimtek.cycle.views import belongs_to, bimtek_cycle
from bimtek.findings import rules, services
from bimtek.findings.document import EVIDENCE, PLAIN
from bimtek.findings.forms import FIELD_OF, EntryForm, FindingFilter, FindingForm, initial_of
from bimtek.findings.models import Finding, FindingKind
from bimtek.findings.selectors import (
    COLUMNS,
    Tally,
    answers_to,
    filtered,
    grouped,
    newest_first,
    page_of,
    sitting,
    sittings,
    summary,
    tabs,
    title_of,
    unanswered_problems,
)
from bimtek.sessions.models import BimtekSession
from lib import clock
from lib.access import require
from lib.declared import facts, label_of
from lib.errors import Invalid, refuse
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.history import history
from lib.http import version_of, warn
from lib.text.formats import jam
from lib.versioned.forms import ReasonForm
from lib.versioned.services import require_in_plan
from opd.accounts.sign_in.requests import SignedInRequest, signed_in


@signed_in
def listing(request: SignedInRequest) -> HttpResponse:
    cycle = bimtek_cycle(request)
    form = FindingFilter(list(cycle.region.opds.values_list("code", "short_name")), request.GET)
    filters = form.known()
    found = filtered(cycle, request.user, filters)
    tally = Tally.of(found)
    choices = tabs(cycle, tally)
    chosen = next((tab for tab in choices if tab.dimension.code == filters["dimension"]), None)
    count = chosen.count if chosen else tally.count()
    page = page_of(found, chosen.dimension.code if chosen else None, request.GET.get("page"), count)
    groups = grouped(list(page.object_list), tally)
    context = {
        "cycle": cycle,
        "filter": form,
        "is_filtered": any(filters.values()),
        "shows_aside": filters["state"] == "aside",
        "tabs": choices,
        "chosen": chosen,
        "total": tally.count(),
        "page": page,
        "groups": groups,
        "parts": sum(len(group.parts) for group in groups),
        "summary": summary(cycle, request.user),
        "can_record": rules.can_record_finding(request.user, cycle),
    }
    return render(request, "bimtek/findings/list.html", context)


DRAWN = ("kind", "title", "description", "root_cause", *EVIDENCE, "source_url")
"""What the page of a finding shows in a place of its own."""


@signed_in
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_of(request, pk)
    context = {
        "finding": finding,
        "subdimension": title_of(finding.subdimension) if finding.subdimension else "",
        "is_problem": finding.kind == FindingKind.MASALAH,
        "facts": facts(PLAIN, finding, DRAWN),
        "answers": answers_to([finding]).get(finding.pk, []),
        "history": history(finding, rules.RECORD, partial(label_of, Finding)),
        "can_edit": rules.can_edit_finding(request.user, finding),
        "can_read_bimtek": cycle_rules.can_read_bimtek(request.user, finding.cycle),
        "against_deleting": services.against_deleting(finding),
    }
    return render(request, "bimtek/findings/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    cycle = bimtek_cycle(request)
    require(rules.can_record_finding(request.user, cycle), rules.NOT_RECORDING)
    initial = {"kind": "masalah", "uid": uuid.uuid4(), "topic": request.GET.get("dimension", "")}
    form = FindingForm(cycle, request.user, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        uid = form.cleaned_data["uid"]
        try:
            saved = services.record(cycle, form.finding_data(), actor=request.user, uid=uid)
        except Invalid as refusal:
            add_refusal(form, refusal, FIELD_OF)
        else:
            warn(request, remarks(form))
            return stored(request, saved, "tersimpan", draft=f"finding:new:{cycle.pk}")
    status = 400 if form.is_bound else 200
    context = {"form": form, "finding": None, "cycle": cycle}
    return render(request, "bimtek/findings/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_of(request, pk)
    rules.CHANGE.require(request.user, finding)
    form = FindingForm(finding.cycle, request.user, posted(request), initial=initial_of(finding))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.update(finding, form.finding_data(), actor=request.user, expected_version=version)
        except Invalid as refusal:
            add_refusal(form, refusal, FIELD_OF)
        else:
            warn(request, remarks(form))
            return stored(request, finding, "tersimpan", draft=f"finding:{finding.pk}")
    status = 400 if form.is_bound else 200
    context = {"form": form, "finding": finding, "cycle": finding.cycle}
    return render(request, "bimtek/findings/form.html", context, status=status)


def posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def stored(request: SignedInRequest, finding: Finding, done: str, *, draft: str = "") -> HttpResponse:
    """Said after the commit; the mark makes the browser forget its unsent text."""
    messages.success(request, f"{finding.code} {done} {jam(clock.now())}.", extra_tags=draft)
    return redirect("bimtek:finding_detail", finding.pk)


def finding_of(request: SignedInRequest, pk: int) -> Finding:
    visible: QuerySet[Finding] = Finding.objects.visible_to(request.user).select_related(
        *("cycle__region", "session", "dimension", "subdimension", "owner_opd", "edited_by", "merged_into")
    )
    finding = get_object_or_404(visible, pk=pk)
    belongs_to(request, finding.cycle)
    return finding


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = editable(request, pk)
    form = ReasonForm(posted(request), initial={"version": finding.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_aside(
                finding,
                actor=request.user,
                expected_version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except Invalid as refusal:
            add_refusal(form, refusal)
        else:
            return stored(request, finding, "dikesampingkan", draft=f"finding:aside:{finding.pk}")
    else:
        require_in_plan(finding)
    context = {"finding": finding, "form": form, "answers": answers_to([finding]).get(finding.pk, [])}
    return render(request, "bimtek/findings/set_aside.html", context, status=400 if form.is_bound else 200)


@require_POST
@signed_in
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = editable(request, pk)
    services.restore(finding, actor=request.user, expected_version=version_of(request))
    return stored(request, finding, "kembali ke rencana")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = editable(request, pk)
    if request.method == "POST":
        services.delete(finding, actor=request.user, expected_version=version_of(request))
        messages.success(request, f"{finding.code} dihapus. Kodenya tidak dipakai lagi.")
        return redirect("bimtek:finding_list")
    refuse(services.against_deleting(finding))
    context = {"finding": finding, "answers": answers_to([finding]).get(finding.pk, [])}
    return render(request, "bimtek/findings/delete.html", context)


def editable(request: SignedInRequest, pk: int) -> Finding:
    finding = finding_of(request, pk)
    rules.CHANGE.require(request.user, finding)
    return finding


SHOWN = 30

LAST = "bimtek_entry"

REPEATED = ("kind", "topic", "owner_opd")


@signed_in
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    session = session_of(request, pk)
    form = fresh_form(request, session) if rules.can_record_finding(request.user, session.cycle) else None
    return render(request, "bimtek/sessions/detail.html", room_context(request, session, form))


@require_POST
@signed_in
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Saved means committed: the service's transaction has ended before this says so."""
    session = session_of(request, pk)
    require(rules.can_record_finding(request.user, session.cycle), "Anda tidak mencatat temuan Bimtek ini.")
    form = EntryForm(session.cycle, request.user, request.POST)
    saved = save(request, session, form)
    if saved is None:
        return refused(request, session, form)
    request.session[LAST] = {"room": session.pk, **{name: form.cleaned_data[name] for name in REPEATED}}
    said, noticed = f"{saved.code} tersimpan {jam(clock.now())}", remarks(form)
    if request.headers.get("HX-Request"):
        session.cycle.refresh_from_db(fields=["last_finding_number"])
        form = fresh_form(request, session, writes_on=True)
        more = {"saved": said, "remarks": noticed, "newest": saved.pk, "is_answer": True}
        context = room_context(request, session, form, **more)
        return render(request, "bimtek/sessions/detail.html#room", context)
    warn(request, noticed)
    messages.success(request, f"{said}.", extra_tags=draft_key(session))
    return redirect(f"{reverse('bimtek:session_detail', args=[session.pk])}#room")


def save(request: SignedInRequest, session: BimtekSession, form: EntryForm) -> Finding | None:
    if not form.is_valid():
        return None
    uid = form.cleaned_data["uid"]
    try:
        return services.record(session.cycle, form.finding_data(session), actor=request.user, uid=uid)
    except Invalid as refusal:
        add_refusal(form, refusal, FIELD_OF)
        return None


def refused(request: SignedInRequest, session: BimtekSession, form: EntryForm) -> HttpResponse:
    context = room_context(request, session, form, is_answer="HX-Request" in request.headers)
    if context["is_answer"]:
        return render(request, "bimtek/sessions/detail.html#room", context, status=422)
    return render(request, "bimtek/sessions/detail.html", context, status=400)


def session_of(request: SignedInRequest, pk: int) -> BimtekSession:
    visible = BimtekSession.objects.visible_to(request.user).select_related("cycle__region")
    session: BimtekSession = get_object_or_404(visible, pk=pk)
    belongs_to(request, session.cycle)
    return session


def fresh_form(request: SignedInRequest, session: BimtekSession, *, writes_on: bool = False) -> EntryForm:
    """Kind, dimension and office stay as they were in this room; another one asks for them again.

    Who writes on finds the cursor in the first line.
    """
    last = request.session.get(LAST, {})
    same_room = last if last.get("room") == session.pk else {}
    initial = {"kind": FindingKind.MASALAH, **same_room, "uid": uuid.uuid4()}
    form = EntryForm(session.cycle, request.user, initial=initial)
    if writes_on:
        form.fields["title"].widget.attrs["data-focus"] = True
    return form


def draft_key(session: BimtekSession) -> str:
    return f"finding:room:{session.pk}"


def room_context(
    request: SignedInRequest, session: BimtekSession, form: EntryForm | None, **more: Any
) -> dict[str, Any]:
    found = Finding.objects.visible_to(request.user).live().filter(session=session)
    tally = Tally.of(found)
    choices = tabs(session.cycle, tally)
    chosen = next((tab for tab in choices if tab.dimension.code == request.GET.get("dimension")), None)
    shown = found.filter(dimension=chosen.dimension) if chosen else found
    rows = shown.select_related("dimension", "subdimension", "owner_opd").only(*COLUMNS).order_by("-pk")
    return {
        "session": session,
        "sitting": sitting(session),
        "form": form,
        "draft": draft_key(session),
        "next_code": f"T-{session.cycle.last_finding_number + 1:03d}",
        "tabs": choices,
        "chosen": chosen,
        "total": tally.count(),
        "limit": SHOWN,
        "groups": newest_first(list(rows[:SHOWN]), tally),
        "saved": "",
        "remarks": (),
        "newest": None,
        "is_answer": False,
        **more,
    }


@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    cycle = bimtek_cycle(request)
    rows = sittings(cycle)
    live = Finding.objects.visible_to(request.user).live().filter(cycle=cycle).count()
    context = {
        "cycle": cycle,
        "sittings": rows,
        "total": live,
        "elsewhere": live - sum(row.findings for row in rows),
        "unanswered": unanswered_problems(cycle).count(),
        "can_record": rules.can_record_finding(request.user, cycle),
    }
    return render(request, "bimtek/sessions/list.html", context)
