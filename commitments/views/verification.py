"""What anyone may ask: is this printed page what the portal knows?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments.enums import Verdict
from commitments.forms import CodeForm
from commitments.selectors.reading import Reading, Words, reading_of
from commitments.selectors.verification import Verification
from commitments.selectors.verification import verify as look_up
from opd.codes import printed

LONGEST_CODE = 40


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """The entrance. A code in the address leads on to its answer."""
    form = CodeForm(request.GET or None)
    if form.is_bound:
        code = plain(request.GET.get("kode", ""))
        if code:
            return redirect("verify", code=code)
        form.is_valid()
        form.add_error("kode", "Tulis kode yang tercetak pada dokumen.")
    return render(request, "commitments/verify_form.html", {"form": form}, status=400 if form.errors else 200)


def plain(text: str) -> str:
    """The code itself, also out of a whole address copied from a QR code."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isalnum() or letter == "-")[:LONGEST_CODE]


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    found = look_up(code)
    is_known = found.verdict != Verdict.UNKNOWN
    shown = printed(found.code) if is_known else code[:LONGEST_CODE]
    context = {
        "found": found,
        "code": shown,
        "form": CodeForm(initial={"kode": shown}),
        "reading": pledged(found),
        "newer_code": printed(found.newer.token) if found.newer else "",
        "is_illustrative": is_illustrative(found),
    }
    return render(request, "commitments/verify.html", context, status=200 if is_known else 404)


def pledged(found: Verification) -> Reading | None:
    """Only counted on the page, so no names of codes are needed."""
    return reading_of(found.commitment.slice, Words({}, {}, {})) if found.commitment else None


def is_illustrative(found: Verification) -> bool:
    return found.revision is not None and found.revision.masterplan.is_illustrative
