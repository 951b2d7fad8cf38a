"""The four workshops of the cycle."""

from django.http import HttpResponse
from django.shortcuts import render

from bimtek import rules
from bimtek.models import Finding
from bimtek.selectors import bimtek_cycle
from bimtek.selectors.cycles import sittings
from bimtek.selectors.findings import unanswered_problems
from opd.http import SignedInRequest, signed_in


@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    cycle = bimtek_cycle(request.user, request.session.get("plan"))
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
    return render(request, "bimtek/session_list.html", context)
