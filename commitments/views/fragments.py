"""Parts of pages that lower apps show and this app owns. Opened by themselves they are whole pages."""

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from commitments import rules
from commitments.models import Commitment
from commitments.selectors.board import BoardRow, signature_of
from commitments.selectors.fragments import promises_for
from masterplan.models import Programme
from opd.authorization import access
from opd.enums import OPD_ROLES
from opd.http import SignedInRequest, signed_in
from opd.models import Opd


@signed_in
def for_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who promised this programme, in which version, and how that stands."""
    seen = Programme.objects.visible_to(request.user).select_related("lead_opd", "masterplan__cycle")
    programme: Programme = get_object_or_404(seen, pk=pk)
    cast(Any, request).frame_plan = programme.masterplan
    own = access(request.user).opds(*OPD_ROLES)
    sees_all = rules.can_see_board(request.user, programme.region_id)
    context = {
        "programme": programme,
        "promises": promises_for(programme, request.user, own, sees_all=sees_all),
    }
    return part(request, "commitments/for_programme.html", "komitmen-program", context)


@signed_in
def for_opd(request: SignedInRequest, pk: int) -> HttpResponse:
    """All letters of one office, newest first."""
    opd: Opd = get_object_or_404(Opd.objects.visible_to(request.user), pk=pk)
    letters = (
        Commitment.objects.visible_to(request.user)
        .filter(opd=opd)
        .select_related("opd", "revision", "masterplan", "signature")
        .defer("content", "letter", "revision__content", "signature__evidence")
        .order_by("-pk")
    )
    sees_letters = rules.can_see_board(request.user, opd.region_id) or opd.pk in access(request.user).opds(
        *OPD_ROLES
    )
    rows = [BoardRow(opd, letter, signature_of(letter)) for letter in letters]
    context = {"opd": opd, "rows": rows, "sees_letters": sees_letters}
    return part(request, "commitments/for_opd.html", "komitmen-opd", context)


def part(request: SignedInRequest, template: str, name: str, context: dict[str, Any]) -> HttpResponse:
    shown = f"{template}#{name}" if "HX-Request" in request.headers else template
    return render(request, shown, context)
