"""One letter: its page, its two files, and what an editor may do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from commitments.letters import rules, services, workflow
from commitments.letters.board.selectors import BoardRow, signature_of
from commitments.letters.forms import WithdrawForm
from commitments.letters.models import Commitment, CommitmentState
from commitments.letters.selectors import history, holder_now, obstacle, others, promises_for, read
from commitments.signing import rules as signing_rules
from lib.access import access
from lib.errors import Conflict
from lib.forms.remarks import remarks
from lib.http import hand_out, stored, warn
from lib.jobs.models import MAX_ATTEMPTS, Job, JobState
from masterplan.programmes.models import Programme
from masterplan.versions.models import Revision
from opd.accounts.roles import Can
from opd.accounts.sign_in.requests import SignedInRequest, signed_in
from opd.offices import rules as office_rules
from opd.offices.models import Opd


@signed_in
def for_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who promised this programme, in which version, and how that stands."""
    seen = Programme.objects.visible_to(request.user).select_related("lead_opd", "masterplan__cycle")
    programme: Programme = get_object_or_404(seen, pk=pk)
    request.plans.of_row(pk=programme.masterplan_id)
    own = access(request.user).opds_for(Can.READ_LETTERS)
    sees_all = rules.can_see_board(request.user, programme.region_id)
    context = {
        "programme": programme,
        "promises": promises_for(programme, request.user, own, sees_all=sees_all),
    }
    return part(request, "commitments/letters/for_programme.html", "komitmen-program", context)


@signed_in
def for_opd(request: SignedInRequest, pk: int) -> HttpResponse:
    """All letters of one office, newest first."""
    opd: Opd = get_object_or_404(Opd.objects.visible_to(request.user), pk=pk)
    request.plans.of_row(region_id=opd.region_id)
    letters = (
        Commitment.objects.visible_to(request.user)
        .filter(opd=opd)
        .select_related("opd", "revision", "masterplan", "signature")
        .defer("content", "letter", "revision__content", "signature__evidence")
        .order_by("-pk")
    )
    sees_letters = office_rules.can_see_commitment(request.user, opd)
    rows = [BoardRow(opd, letter, signature_of(letter)) for letter in letters]
    context = {"opd": opd, "rows": rows, "sees_letters": sees_letters}
    return part(request, "commitments/letters/for_opd.html", "komitmen-opd", context)


def part(request: SignedInRequest, template: str, name: str, context: dict[str, Any]) -> HttpResponse:
    shown = f"{template}#{name}" if "HX-Request" in request.headers else template
    return render(request, shown, context)


def making(job: Job | None) -> dict[str, Any]:
    """Fields for the tag `job`. A job nobody has queued yet counts as waiting."""
    if job is None:
        return {"state": JobState.QUEUED.value, "note": "Menunggu giliran.", "step": 0, "steps": 0}
    note = job.message or ("Menunggu giliran." if job.state == JobState.QUEUED else "")
    if job.is_repeated:
        note = f"Dimulai lagi setelah terhenti, percobaan {job.attempts} dari {MAX_ATTEMPTS}. {note}"
    if job.state == JobState.FAILED:
        note = job.error
    return {"state": job.state, "note": note, "step": job.step, "steps": job.steps}


def visible(request: SignedInRequest, pk: int) -> Commitment:
    """The letter, or 404 for who may not see it. Its plan becomes the plan of the page."""
    seen = Commitment.objects.visible_to(request.user).select_related(
        "opd__region", "revision", "masterplan__cycle__region", "signature", "letter_job"
    )
    commitment: Commitment = get_object_or_404(seen.defer("revision__content"), pk=pk)
    request.plans.of_row(pk=commitment.masterplan_id)
    return commitment


@signed_in
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    commitment = visible(request, pk)
    earlier = others(commitment)
    context = {
        "commitment": commitment,
        "row": BoardRow(commitment.opd, commitment, signature_of(commitment)),
        "reading": read(commitment),
        "history": history(commitment),
        "others": earlier,
        "making": making(commitment.letter_job),
        "obstacle": obstacle(commitment, holder_now(commitment.opd)) if not commitment.ended_at else "",
        **acts(request, commitment, earlier),
    }
    return render(request, "commitments/letters/detail.html", context)


def acts(request: SignedInRequest, commitment: Commitment, earlier: list[Commitment]) -> dict[str, Any]:
    """What the person may do here; what is not possible now comes with its reason."""
    is_editor = rules.can_withdraw(request.user, commitment)
    return {
        "can_sign": signing_rules.can_sign(request.user, commitment)
        and commitment.state == CommitmentState.ISSUED,
        "can_withdraw": is_editor and commitment.state in (CommitmentState.PREPARING, CommitmentState.ISSUED),
        "can_ask_again": is_editor and not commitment.is_live,
        "cannot_ask": why_not_again(commitment, earlier) if is_editor and not commitment.is_live else "",
        "can_retry": can_retry(request, commitment),
        "can_see_board": rules.can_see_board(request.user, commitment.region_id),
    }


def why_not_again(commitment: Commitment, earlier: list[Commitment]) -> str:
    if any(other.is_live for other in earlier):
        return "OPD ini sudah mempunyai lembar yang berlaku."
    in_force = Revision.objects.filter(masterplan=commitment.masterplan_id, state__in=services.IN_FORCE)
    return "" if in_force.exists() else "Belum ada versi yang disetujui."


@signed_in
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far the letter is; asked again by htmx while it is being made."""
    commitment = visible(request, pk)
    if "HX-Request" not in request.headers:
        return redirect("commitments:commitment_detail", pk=commitment.pk)
    context = {
        "commitment": commitment,
        "making": making(commitment.letter_job),
        "can_retry": can_retry(request, commitment),
    }
    answer = render(request, "commitments/letters/files.html#surat", context)
    answer["HX-Retarget"] = "#surat"  # the progress asks, but the digests beside it are new as well
    if commitment.letter_sha256:
        answer["HX-Refresh"] = "true"  # the state on top of the page and what can be done now changed too
    return answer


def can_retry(request: SignedInRequest, commitment: Commitment) -> bool:
    is_missing = commitment.is_live and not commitment.letter_sha256
    return is_missing and rules.can_withdraw(request.user, commitment)


@require_POST
@signed_in
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    commitment = visible(request, pk)
    services.try_again(commitment, actor=request.user)
    return redirect("commitments:commitment_detail", pk=commitment.pk)


@signed_in
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """The very bytes that were shown and signed."""
    commitment = visible(request, pk)
    if not commitment.letter_sha256:
        raise Conflict("Surat ini masih disiapkan. Coba lagi sebentar lagi.")
    name = f"{file_name(commitment)}.pdf"
    return hand_out(stored(commitment.letter_sha256), "application/pdf", name, inline=True)


@signed_in
def slice_json(request: SignedInRequest, pk: int) -> HttpResponse:
    """The canonical bytes whose SHA-256 the letter prints."""
    commitment = visible(request, pk)
    return hand_out(commitment.content.encode(), "application/json", f"{file_name(commitment)}.json")


def file_name(commitment: Commitment) -> str:
    return f"komitmen-{slugify(commitment.opd.code)}-{slugify(commitment.revision.label.replace('.', '-'))}"


@signed_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    commitment = visible(request, pk)
    rules.WITHDRAW.require(request.user, commitment)
    workflow.require_move(commitment.state, CommitmentState.WITHDRAWN)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.withdraw(commitment, actor=request.user, reason=form.cleaned_data["reason"])
        warn(request, remarks(form))
        said = f"Lembar {commitment.opd.short_name} dicabut."
        messages.success(request, said, extra_tags=f"withdraw:{commitment.pk}")
        return redirect("commitments:commitment_detail", pk=commitment.pk)
    status = 400 if request.method == "POST" else 200
    return render(
        request, "commitments/letters/withdraw.html", {"commitment": commitment, "form": form}, status=status
    )


@require_POST
@signed_in
def ask_again(request: SignedInRequest, pk: int) -> HttpResponse:
    commitment = visible(request, pk)
    made = services.ask_again(commitment, actor=request.user)
    messages.success(request, f"Lembar baru untuk {commitment.opd.short_name} disiapkan.")
    return redirect("commitments:commitment_detail", pk=made.pk)
