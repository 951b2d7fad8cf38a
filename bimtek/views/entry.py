"""The room of one workshop: findings are written down as fast as they are said."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from bimtek import rules
from bimtek.enums import FindingKind
from bimtek.forms import EntryForm
from bimtek.models import BimtekSession, Finding
from bimtek.selectors.cycles import sitting
from bimtek.selectors.findings import COLUMNS, Tally, newest_first, tabs
from bimtek.services import findings
from bimtek.views import belongs_to
from opd import clock
from opd.authorization import require
from opd.errors import Invalid
from opd.http import SignedInRequest, signed_in

SHOWN = 30
LAST = "bimtek_entry"
KEPT = ("kind", "topic", "owner_opd")


@signed_in
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    session = session_of(request, pk)
    form = fresh_form(request, session) if rules.can_record_finding(request.user, session.cycle) else None
    return render(request, "bimtek/session_detail.html", room_context(request, session, form))


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
    request.session[LAST] = {name: form.cleaned_data[name] for name in KEPT}
    said = f"{saved.code} tersimpan {localtime(clock.now()):%H.%M}"
    if request.headers.get("HX-Request"):
        session.cycle.refresh_from_db(fields=["last_finding_number"])
        form = fresh_form(request, session, writes_on=True)
        context = room_context(request, session, form, saved=said, newest=saved.pk)
        return render(request, "bimtek/session_detail.html#room", context)
    messages.success(request, f"{said}.", extra_tags=draft_key(session))
    return redirect(f"{reverse('bimtek:session_detail', args=[session.pk])}#room")


def save(request: SignedInRequest, session: BimtekSession, form: EntryForm) -> Finding | None:
    if not form.is_valid():
        return None
    uid = form.cleaned_data["uid"]
    try:
        return findings.record(session.cycle, form.finding_data(session), actor=request.user, uid=uid)
    except Invalid as refusal:
        form.refuse(refusal)
        return None


def refused(request: SignedInRequest, session: BimtekSession, form: EntryForm) -> HttpResponse:
    context = room_context(request, session, form)
    if request.headers.get("HX-Request"):
        return render(request, "bimtek/session_detail.html#room", context, status=422)
    return render(request, "bimtek/session_detail.html", context, status=400)


def session_of(request: SignedInRequest, pk: int) -> BimtekSession:
    visible = BimtekSession.objects.visible_to(request.user).select_related("cycle__region")
    session: BimtekSession = get_object_or_404(visible, pk=pk)
    belongs_to(request, session.cycle)
    return session


def fresh_form(request: SignedInRequest, session: BimtekSession, *, writes_on: bool = False) -> EntryForm:
    """Kind, dimension and office stay as they were; who writes on finds the cursor in the first line."""
    initial = {"kind": FindingKind.MASALAH, **request.session.get(LAST, {}), "uid": uuid.uuid4()}
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
        "newest": None,
        **more,
    }
