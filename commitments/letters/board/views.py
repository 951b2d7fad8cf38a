"""Where every OPD stands, and the order to write the letters."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from commitments.agreements.models import Agreement
from commitments.letters import rules as letters_rules
from commitments.letters import services as letters
from commitments.letters.board.selectors import board as rows_of
from commitments.letters.board.selectors import overview
from commitments.letters.selectors import own_letters
from lib import clock
from lib.access import access
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision, RevisionState
from opd.accounts.roles import Can
from opd.accounts.sign_in.requests import SignedInRequest, signed_in

PER_PAGE = 12


@signed_in
def board(request: SignedInRequest) -> HttpResponse:
    """All OPDs for who looks after the region; an OPD's own people see its letters."""
    plan: Masterplan = request.plans.of_list()
    works_for = access(request.user).opds_for(Can.READ_LETTERS, region_id=plan.region_id)
    own = own_letters(request.user, plan.region_id) if works_for else []
    if not letters_rules.can_see_board(request.user, plan.region_id):
        return render(request, "commitments/letters/own.html", {"letters": own})
    seen = overview(rows_of(plan), request.GET.get("keadaan", ""))
    page = Paginator(seen.theirs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"plan": plan, "letters": own, "seen": seen, "page": page, "today": clock.today()}
    context |= beside(plan) | order(request, plan)
    return render(request, "commitments/letters/board/board.html", context)


def beside(plan: Masterplan) -> dict[str, Any]:
    """The agreements and the days that are left to the deadline and to them."""
    today = clock.today()
    agreements = list(Agreement.objects.filter(cycle=plan.cycle_id).order_by("kind", "order"))
    deadline = plan.cycle.deadline
    return {
        "agreements": agreements,
        "deadline": deadline,
        "days_left": (deadline - today).days if deadline else None,
        "marks": [(row.dated - today).days for row in agreements if row.dated and row.dated > today],
    }


def order(request: SignedInRequest, plan: Masterplan) -> dict[str, Any]:
    revision = plan.revisions.filter(state__in=letters.IN_FORCE).defer("content").first()
    return {
        "revision": revision,
        "can_issue": revision is not None and letters_rules.can_issue(request.user, revision),
        "is_final": revision is not None and revision.state == RevisionState.FINAL,
    }


@require_POST
@signed_in
def issue(request: SignedInRequest, revision_pk: int) -> HttpResponse:
    revision = get_object_or_404(
        Revision.objects.visible_to(request.user).select_related("masterplan__cycle"), pk=revision_pk
    )
    request.plans.of_row(pk=revision.masterplan_id)
    made = letters.issue_all(revision, actor=request.user)
    messages.success(
        request, f"{len(made)} lembar komitmen disiapkan. OPD diundang begitu suratnya tersimpan."
    )
    return redirect("commitments:board")
