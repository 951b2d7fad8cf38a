"""Frozen versions: the list, freezing, the page of one, its JSON, and handing it to the facilitator."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lib import clock
from lib.access import access
from lib.errors import Invalid
from lib.forms.refusal import add_refusal
from lib.text.codes import printed
from lib.text.formats import tanggal
from masterplan.plan.models import Masterplan
from masterplan.plan.selectors import named_plan
from masterplan.plan.workflow import is_open
from masterplan.versions import rules, services
from masterplan.versions.compare.selectors import ChangeGroup, change_groups
from masterplan.versions.files import rules as files_rules
from masterplan.versions.files.formats import JSON
from masterplan.versions.files.selectors import book_files, file_name
from masterplan.versions.files.views import FileLine, download, file_lines
from masterplan.versions.forms import FreezeForm
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.reading.selectors import Overview, overview
from masterplan.versions.rounds import rules as rounds_rules
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.forms import RoundForm
from masterplan.versions.rounds.models import Decision, ReviewRound
from masterplan.versions.rounds.selectors import Answered
from masterplan.versions.selectors import (
    last_round,
    newest_number,
    overtaken_by,
    previous,
    unprintable_lines,
    version_rows,
)
from opd.accounts.models import User
from opd.accounts.roles import Can
from opd.accounts.sign_in.requests import SignedInRequest, signed_in

ICONS = {"ok": "check-circle-fill", "run": "pencil", "open": "clock", "bad": "x-octagon-fill"}


@dataclass(frozen=True)
class Step:
    """`kind` is a state of the look's checklist: ok, run (somebody's turn), open (later) or bad."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
    action: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def path_of(
    revision: Revision, round_: ReviewRound | None, answered: Answered, final_book: FileLine | None
) -> list[Step]:
    return [
        _review(revision, round_, answered),
        _decision(revision, round_),
        _commitments(revision),
        _final(revision),
        _book(revision, final_book),
    ]


def _review(revision: Revision, round_: ReviewRound | None, answered: Answered) -> Step:
    if round_ is None:
        return Step("ok" if revision.is_approved else "open", "Tinjauan fasilitator")
    url = reverse("masterplan:round_detail", args=[round_.pk])
    said = f"{answered.answered} dari {answered.total} komentar terjawab" if answered.total else ""
    if round_.closed_at is None:
        title = f"Tinjauan putaran {round_.number} terbuka"
        return Step("run", title, f"Tenggat {tanggal(round_.due)}. {said}", url, "Buka")
    text = ", ".join(part for part in (tanggal(round_.closed_at), said) if part)
    return Step("ok", f"Tinjauan putaran {round_.number} ditutup", text, url, "Buka")


def _decision(revision: Revision, round_: ReviewRound | None) -> Step:
    if revision.is_approved:
        on = tanggal(round_.decided_at) if round_ and round_.decided_at else ""
        return Step("ok", "Disetujui fasilitator", on)
    if round_ and round_.decision == Decision.RETURNED:
        return Step("bad", "Dikembalikan fasilitator", round_.reason)
    if round_ and not round_.is_open:
        return Step("run", "Giliran fasilitator", "Setujui atau kembalikan")
    return Step("open", "Fasilitator", "Memutuskan setelah putaran ditutup")


def _commitments(revision: Revision) -> Step:
    board = reverse("commitments:board")
    if revision.state == RevisionState.FINAL:
        reason = revision.missing_reason
        text = f"Ditetapkan tanpa sebagian OPD: {reason}" if reason else ""
        return Step("ok", "Komitmen OPD", text, board, "Lihat komitmen")
    if revision.state == RevisionState.APPROVED:
        return Step("run", "Komitmen OPD", "Setiap OPD menandatangani bagiannya.", board, "Lihat komitmen")
    return Step("open", "Komitmen OPD", "Diterbitkan setelah disetujui")


def _final(revision: Revision) -> Step:
    if revision.final_at:
        return Step("ok", "Ditetapkan pimpinan", tanggal(revision.final_at))
    if revision.state == RevisionState.APPROVED:
        return Step("open", "Pimpinan", "Menetapkan setelah komitmen terkumpul")
    if revision.state == RevisionState.SUPERSEDED:
        return Step("bad", "Digantikan versi yang lebih baru")
    return Step("open", "Pimpinan", "Setelah fasilitator dan komitmen OPD")


def _book(revision: Revision, final_book: FileLine | None) -> Step:
    if final_book is None:
        return Step("open", "Buku final", "Dibuat sekali, tanpa tanda draf")
    if final_book.url:
        return Step("ok", "Buku final", "", final_book.url, f"Unduh {final_book.form.label}")
    return Step("run", "Buku final", "Sedang dibuat", "#berkas", "Lihat kemajuan")


@dataclass(frozen=True)
class ChangeCount:
    """One line of the table of changes, and what it leads to."""

    group: ChangeGroup
    effect: str


def revision_context(
    request: SignedInRequest, revision: Revision, round_form: RoundForm | None = None
) -> dict[str, Any]:
    user, seen = request.user, overview(revision)
    before = previous(revision, user)
    round_, rows = last_round(revision, user), version_rows(revision.masterplan, user)
    lines_of_rounds = (line for row in rows for line in row.rounds)
    answered = next(
        (line.answered for line in lines_of_rounds if round_ and line.pk == round_.pk), Answered()
    )
    can_export = files_rules.can_export(user, revision)
    lines = file_lines(revision, book_files(revision, seen.books), can_export=can_export)
    return {
        "revision": revision,
        "plan": revision.masterplan,
        "seen": seen,
        "before": before,
        "counts": change_counts(change_groups(revision, before), seen) if before else [],
        "round": round_,
        "answered": answered,
        "lines": lines,
        "path": path_of(revision, round_, answered, next((row for row in lines if row.is_final), None)),
        "json_name": file_name(revision, "", JSON.suffix),
        "json_note": f"{filesizeformat(seen.size)}. SHA-256 berkas ini sama dengan yang di atas.",
        "token": printed(revision.token),
        "others": [row for row in rows if row.pk != revision.pk],
        "round_form": round_form or RoundForm(initial={"due": None}),
        "today": clock.today(),
        **acts(user, revision, round_, answered),
    }


def acts(user: User, revision: Revision, round_: ReviewRound | None, answered: Answered) -> dict[str, Any]:
    """What this person may do here, and what of it waits for something else."""
    state = revision.state
    undecided = round_ is not None and not round_.decision
    return {
        "can_open_round": (
            rounds_rules.can_open_round(user, revision)
            and state == RevisionState.FROZEN
            and is_open(revision.masterplan)
        ),
        "can_issue": rounds_rules.can_open_round(user, revision) and state == RevisionState.APPROVED,
        "can_finalise": rules.can_finalise(user, revision) and state == RevisionState.APPROVED,
        "can_decide": undecided and round_ is not None and rules.can_decide(user, round_),
        "why_not_decide": why_not_decide(round_, answered),
        "waiting": waiting_version(revision) if state == RevisionState.FROZEN else None,
        "overtaken_by": overtaken_by(revision) if state == RevisionState.FROZEN else None,
    }


def why_not_decide(round_: ReviewRound | None, answered: Answered) -> str:
    """Why the decision has to wait, for the facilitator; empty when it need not."""
    if round_ is None or not round_.is_open:
        return ""
    if answered.open:
        return f"Menunggu {answered.open} komentar dijawab, lalu editor menutup putaran."
    return "Menunggu editor menutup putaran."


def waiting_version(revision: Revision) -> Revision | None:
    """Another version under review, which has to be decided first."""
    others = Revision.objects.filter(masterplan=revision.masterplan_id, state=RevisionState.IN_REVIEW)
    found: Revision | None = others.exclude(pk=revision.pk).defer("content").first()
    return found


def change_counts(groups: list[ChangeGroup], seen: Overview) -> list[ChangeCount]:
    return [ChangeCount(group, _effect(group, seen)) for group in groups]


def _effect(group: ChangeGroup, seen: Overview) -> str:
    if group.kind == "section":
        missing = seen.sections - seen.written
        return f"{missing} bagian belum disusun" if missing else "Semua bagian sudah tersusun"
    if group.kind == "finding":
        open_ones = seen.unanswered
        return f"{open_ones} masalah belum ditindaklanjuti" if open_ones else "Semua masalah terjawab"
    offices = sorted({line.office for line in group.lines if line.office})
    return f"Menyangkut {', '.join(offices[:4])}{_and_more(len(offices) - 4)}" if offices else ""


def _and_more(count: int) -> str:
    return f" dan {count} OPD lain" if count > 0 else ""


def visible_revision(request: SignedInRequest, pk: int) -> Revision:
    seen = Revision.objects.visible_to(request.user)
    rows = seen.select_related("masterplan__cycle__region", "frozen_by", "final_by").defer("content")
    revision: Revision = get_object_or_404(rows, pk=pk)
    request.plans.of_row(pk=revision.masterplan_id)
    return revision


@require_GET
@signed_in
def revision_list(request: SignedInRequest) -> HttpResponse:
    plan: Masterplan = request.plans.of_list()
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
        "can_freeze": (can_freeze := rules.can_freeze(request.user, plan) and is_open(plan)),
        "unprintable": unprintable_lines(plan) if can_freeze else [],
        "can_review": access(request.user).may(plan.region_id, Can.READ_PLAN),
    }
    return render(request, "masterplan/versions/list.html", context, status=status)


@require_POST
@signed_in
def revision_freeze(request: SignedInRequest) -> HttpResponse:
    plan = named_plan(request.user, request.POST.get("plan", ""))
    request.plans.of_row(pk=plan.pk)
    form = FreezeForm(request.POST)
    try:
        revision = services.freeze(
            plan, actor=request.user, label=form.said("label", ""), expected_number=form.said("seen")
        )
    except Invalid as refusal:
        add_refusal(form, refusal)
        return list_page(request, plan, form, status=400)
    earlier = Revision.objects.filter(masterplan=plan, number=revision.number - 1)
    same = earlier.filter(sha256=revision.sha256).values_list("label", flat=True).first()
    and_now = f"Isinya sama persis dengan {same}." if same else "Penyusunan dapat dilanjutkan."
    said = f"Versi {revision.label} dibekukan. {and_now}"
    messages.success(request, said, extra_tags=f"freeze:{plan.slug}")
    return redirect("masterplan:revision_detail", pk=revision.pk)


@require_GET
@signed_in
def revision_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    revision = visible_revision(request, pk)
    return render(request, "masterplan/versions/detail.html", revision_context(request, revision))


@require_GET
@signed_in
def revision_json(request: SignedInRequest, pk: int) -> HttpResponse:
    """The canonical bytes: their SHA-256 is the one the book prints."""
    revision = visible_revision(request, pk)
    return download(
        request,
        revision.content.encode(),
        name=file_name(revision, "", JSON.suffix),
        kind=JSON.media_type,
        sha256=revision.sha256,
    )


@require_POST
@signed_in
def round_open(request: SignedInRequest, pk: int) -> HttpResponse:
    revision = visible_revision(request, pk)
    form = RoundForm(request.POST)
    try:
        round_ = rounds.open_round(revision, actor=request.user, due=form.said("due"))
    except Invalid as refusal:
        add_refusal(form, refusal)
        context = revision_context(request, revision, form)
        return render(request, "masterplan/versions/detail.html", context, status=400)
    messages.success(request, f"Putaran {round_.number} dibuka. Fasilitator melihatnya di berandanya.")
    return redirect("masterplan:round_detail", pk=round_.pk)
