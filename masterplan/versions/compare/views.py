"""What changed in a version, as a plain list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lib.errors import Invalid
from masterplan.versions.compare.selectors import KINDS, WORDS, change_groups
from masterplan.versions.models import Revision
from masterplan.versions.rounds import rules as rounds_rules
from masterplan.versions.selectors import compared_with, last_round
from masterplan.versions.views import visible_revision
from opd.accounts.sign_in.requests import SignedInRequest, signed_in

LONGEST_NUMBER = 6


@require_GET
@signed_in
def revision_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plain list since the version before, the one reviewed before, or the one that is asked for."""
    revision = visible_revision(request, pk)
    before = compared_with(revision, request.user, asked_number(request))
    earlier = Revision.objects.visible_to(request.user).filter(
        masterplan=revision.masterplan_id, number__lt=revision.number
    )
    kind, word = asked_part(request)
    groups = change_groups(revision, before, kind, word) if before else []
    round_ = last_round(revision, request.user)
    context = {
        "revision": revision,
        "plan": revision.masterplan,
        "before": before,
        "earlier": list(earlier.order_by("-number").defer("content")),
        "groups": groups,
        "change_count": sum(len(group.lines) for group in groups),
        "narrowed": word or kind,
        "round": round_,
        "can_comment": round_ is not None
        and round_.is_open
        and rounds_rules.can_comment(request.user, round_),
    }
    return render(request, "masterplan/versions/changes.html", context)


def asked_part(request: SignedInRequest) -> tuple[str, str]:
    """The kind of thing and of change that the address names; "" where it names none that is known."""
    kind, word = request.GET.get("isi", ""), request.GET.get("perubahan", "")
    return (kind if kind in dict(KINDS) else "", word if word in WORDS else "")


def asked_number(request: SignedInRequest) -> int | None:
    asked = request.GET.get("sejak", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > LONGEST_NUMBER:
        raise Invalid("Versi pembanding disebut dengan nomornya, misalnya ?sejak=2.")
    return int(asked)
