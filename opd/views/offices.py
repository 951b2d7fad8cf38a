"""The page of one perangkat daerah."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from opd import clock, rules
from opd.http import SignedInRequest, signed_in
from opd.models import Opd
from opd.selectors import periods_of, seat


@signed_in
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its holder as far as one may read names; programmes and commitment come from the apps that own them."""
    opd: Opd = get_object_or_404(Opd.objects.visible_to(request.user).select_related("region"), pk=pk)
    periods = periods_of(opd, request.user)
    context = {
        "opd": opd,
        "seat": seat(opd, periods, clock.today()),
        "periods": periods,
        "can_see_holders": rules.can_see_holders(request.user, opd.region),
        "can_see_names": rules.can_see_names(request.user, opd),
        "can_appoint": rules.can_appoint(request.user, opd),
        "can_see_programmes": rules.can_see_programmes(request.user, opd),
        "can_see_commitment": rules.can_see_commitment(request.user, opd),
    }
    return render(request, "opd/opd_detail.html", context)
