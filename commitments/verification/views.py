"""What anyone may ask: is this printed page what the portal knows?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments.verification.forms import NO_CODE, CodeForm
from commitments.verification.selectors import Verdict, Verification, sentence
from commitments.verification.selectors import verify as look_up
from lib import clock
from lib.text.codes import printed
from lib.text.formats import waktu_lengkap
from opd.offices.models import Capacity

LONGEST_CODE = 40
LOOKS = {
    Verdict.VALID: {"css": "ok", "icon": "patch-check-fill"},
    Verdict.SUPERSEDED: {"css": "warn", "icon": "arrow-up-right-circle-fill"},
    Verdict.WITHDRAWN: {"css": "bad", "icon": "x-octagon-fill"},
    Verdict.RECORDED: {"css": "none", "icon": "clock"},
    Verdict.UNKNOWN: {"css": "none", "icon": "question-octagon"},
}


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """The entrance. A code in the address leads on to its answer."""
    if "kode" not in request.GET:
        return render(request, "commitments/verification/form.html", {"form": CodeForm()})
    form = CodeForm(request.GET)
    code = code_of(form.cleaned_data["kode"]) if form.is_valid() else ""
    if code:
        return redirect("verify", code=code)
    if not form.errors:
        form.add_error("kode", NO_CODE)
    return render(request, "commitments/verification/form.html", {"form": form}, status=400)


def code_of(text: str) -> str:
    """The known code in a text, else what may be meant as one: the end of an address without its marks."""
    found = look_up(text)
    if found.verdict != Verdict.UNKNOWN:
        return printed(found.code)
    last = text.strip().rstrip("/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isalnum() or letter == "-")[:LONGEST_CODE]


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    found = look_up(code)
    clock.use(found.time_zone)
    is_known = found.verdict != Verdict.UNKNOWN
    shown = printed(found.code) if is_known else code[:LONGEST_CODE]
    context = {
        "found": found,
        "code": shown,
        "look": LOOKS[found.verdict],
        "sentence": sentence(found, shown),
        "capacity": Capacity(found.signature.signer_capacity).label if found.signature else "",
        "moment": waktu_lengkap(found.signature.signed_at) if found.signature else "",
        "form": CodeForm(initial={"kode": shown}),
        "pledged": pledged(found),
        "newer_code": printed(found.newer.token) if found.newer else "",
        "is_illustrative": is_illustrative(found),
    }
    return render(request, "commitments/verification/verify.html", context, status=200 if is_known else 404)


@dataclass(frozen=True)
class Pledged:
    """How many programmes a letter names; what it says of them is for who holds it."""

    led: int
    supported: int

    @property
    def programmes(self) -> int:
        return self.led + self.supported


def pledged(found: Verification) -> Pledged | None:
    if found.commitment is None:
        return None
    content = found.commitment.slice
    return Pledged(len(content["lead"]), len(content["supporting"]))


def is_illustrative(found: Verification) -> bool:
    return found.revision is not None and found.revision.masterplan.is_illustrative
