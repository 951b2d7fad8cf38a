"""Three steps of a head of office: read, answer, receipt."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commitments.letters.board.selectors import APPEARANCE, signature_of
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from commitments.letters.selectors import holder_now, obstacle, own_letters, read
from commitments.letters.services import verify_url
from commitments.letters.views import visible
from commitments.signing import rules, services
from commitments.signing.backends import PasswordBackend
from commitments.signing.forms import AnswerForm
from commitments.signing.selectors import is_same_answer, require_open
from lib.access import require
from lib.errors import Conflict, Invalid
from lib.forms.refusal import add_refusal
from lib.pdf.qr import qr_code
from lib.text.codes import printed
from lib.text.formats import waktu_lengkap
from opd.accounts.sign_in.requests import SignedInRequest, signed_in
from opd.offices.models import Capacity

QUIET = 2
"""Modules of white around a QR code."""
ANSWERS = {
    SignDecision.AGREE: APPEARANCE["setuju"],
    SignDecision.AGREE_WITH_NOTE: APPEARANCE["dengan catatan"],
    SignDecision.DECLINE: APPEARANCE["tidak setuju"],
}


@signed_in
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET: everything that would be signed. POST: the answer itself."""
    commitment = visible(request, pk)
    require(rules.can_sign(request.user, commitment), rules.ONLY_HEAD)
    if request.method == "POST":
        return store(request, commitment)
    if elsewhere := instead(commitment):
        return redirect(elsewhere, pk=commitment.pk)
    return render(request, "commitments/signing/read.html", shown(request, commitment))


# A GET is no person: browsers fetch pages ahead, and so does what previews or scans links.
@require_POST
@signed_in
def opened(request: SignedInRequest, pk: int) -> HttpResponse:
    """Posted by the page itself once it is before somebody's eyes (static/js/opened.js)."""
    commitment = visible(request, pk)
    rules.OPEN.require(request.user, commitment)
    services.note_opened(commitment, actor=request.user)
    return HttpResponse(status=204)


@signed_in
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second step: one answer, the note, the password."""
    commitment = visible(request, pk)
    require(rules.can_sign(request.user, commitment), rules.ONLY_HEAD)
    if elsewhere := instead(commitment):
        return redirect(elsewhere, pk=commitment.pk)
    seen = {"slice_sha256": commitment.slice_sha256, "letter_sha256": commitment.letter_sha256}
    context = shown(request, commitment) | {"form": AnswerForm(initial=seen)}
    return render(request, "commitments/signing/answer.html", context)


def store(request: SignedInRequest, commitment: Commitment) -> HttpResponse:
    """One signature whatever is pressed twice: the same answer sent again leads to its receipt."""
    form = AnswerForm(request.POST)
    try:
        if form.is_valid():
            put(request, commitment, form)
            return redirect("commitments:commitment_receipt", pk=commitment.pk)
        require_open(commitment)
    except Invalid as refusal:
        add_refusal(form, refusal)
    except Conflict:
        if is_same_answer(visible(request, commitment.pk), request.user, request.POST.dict()):
            return redirect("commitments:commitment_receipt", pk=commitment.pk)
        raise
    return render(
        request, "commitments/signing/answer.html", shown(request, commitment) | {"form": form}, status=400
    )


def put(request: SignedInRequest, commitment: Commitment, form: AnswerForm) -> None:
    typed = form.cleaned_data
    services.sign(
        commitment,
        actor=request.user,
        decision=SignDecision(typed["decision"]),
        note=typed["note"],
        slice_sha256=typed["slice_sha256"],
        letter_sha256=typed["letter_sha256"],
        secret=typed["password"],
        backend=PasswordBackend(request),
    )


def instead(commitment: Commitment) -> str:
    """Where the first two steps lead when there is nothing to sign, so that an old link still helps."""
    if commitment.state == CommitmentState.ISSUED:
        return ""
    return f"commitments:commitment_{'receipt' if signature_of(commitment) else 'detail'}"


def shown(request: SignedInRequest, commitment: Commitment) -> dict[str, Any]:
    return {
        "commitment": commitment,
        "holder": commitment.letter.get("holder"),
        "reading": read(commitment),
        "obstacle": obstacle(commitment, holder_now(commitment.opd)),
        "waiting": waiting_besides(request, commitment),
    }


def waiting_besides(request: SignedInRequest, commitment: Commitment) -> list[Commitment]:
    """The other offices of this person whose letters wait as well."""
    letters = own_letters(request.user, commitment.region_id)
    return [letter.commitment for letter in letters if letter.waits and letter.commitment.pk != commitment.pk]


@signed_in
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    commitment = visible(request, pk)
    signature = signature_of(commitment)
    if signature is None:
        return redirect("commitments:commitment_detail", pk=commitment.pk)
    qr = qr_code(verify_url(commitment.token))
    context = {
        "commitment": commitment,
        "signature": signature,
        "answer": ANSWERS[SignDecision(signature.decision)],
        "capacity": Capacity(signature.signer_capacity).label,
        "moment": waktu_lengkap(signature.signed_at),
        "letter_sha256": signature.letter_sha256 or commitment.letter_sha256,
        "qr": qr,
        "qr_side": str(int(qr.size) + 2 * QUIET),
        "code": printed(commitment.token),
        "is_signer": signature.user_id == request.user.pk,
        "waiting": waiting_besides(request, commitment),
    }
    return render(request, "commitments/signing/receipt.html", context)
