"""Home and the choice of a plan."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commitments.models import Agreement
from commitments.selectors import BoardRow, board
from config.home import dimensions, heads, offices, regions, work
from config.home.final import final_of
from config.home.thread import milestones, thread_of
from masterplan.models import Masterplan
from masterplan.selectors import most_urgent, named_plan, plans_of
from opd import clock
from opd.authorization import access
from opd.enums import Role
from opd.http import SignedInRequest, signed_in
from opd.models import User

PARTS = (
    *("thread", "offices", "in_need", "dimensions", "total"),
    *("regions", "changes", "since", "receipts", "own_offices"),
)


@require_POST
@signed_in
def plan_choose(request: SignedInRequest) -> HttpResponse:
    plan = named_plan(request.user, request.POST.get("plan", ""))
    request.session["plan"] = plan.slug
    return redirect("home")


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What to do first; under it the whole plan, as far as the person may see it."""
    plans = plans_of(request.user)
    plan = most_urgent(plans, request.session.get("plan"))
    if plan is None:
        return render(request, "home/nobody.html")
    rows, final = board(plan), final_of(plan, request.user)
    roles = {role for region, role, _ in access(request.user).roles if region == plan.region_id}
    items = work_of(request.user, plan, plans, roles, rows)
    context = {
        "plan": plan,
        "today": clock.today(),
        "items": items,
        "title": title_of(roles, len(items)),
        "milestones": milestones(plan, is_final=final is not None),
        "final": final,
        "agreements": Agreement.objects.filter(cycle=plan.cycle),
        **parts_of(request.user, plan, plans, roles, rows),
    }
    return render(request, "home/home.html", context)


def work_of(
    user: User, plan: Masterplan, plans: list[Masterplan], roles: set[str], rows: list[BoardRow]
) -> list[work.WorkItem]:
    """The lists of all roles of the person, one under the other."""
    items: list[work.WorkItem] = []
    if Role.HEAD in roles:
        items += work.for_head(user, plan.cycle.deadline)
    if Role.LEADER in roles:
        items += work.for_leader(plan, rows)
    if Role.FACILITATOR in roles:
        items += [item for each in accompanied(user, plans) for item in work.for_facilitator(each)]
    if Role.EDITOR in roles:
        items += work.for_editor(plan, rows)
    if Role.OPERATOR in roles:
        items += work.for_operator(user, plan)
    if Role.ADMIN in roles:
        items += work.for_admin(plan)
    return items


def accompanied(user: User, plans: list[Masterplan]) -> list[Masterplan]:
    own = access(user).regions_as(Role.FACILITATOR)
    return [plan for plan in plans if plan.region_id in own]


def title_of(roles: set[str], count: int) -> str:
    if not count:
        return "Tidak ada yang menunggu Anda"
    if roles == {Role.HEAD}:
        return (
            "Satu lembar menunggu tanda tangan Anda"
            if count == 1
            else f"{count} lembar menunggu tanda tangan Anda"
        )
    if roles == {Role.LEADER}:
        return "Satu keputusan menunggu Anda" if count == 1 else f"{count} keputusan menunggu Anda"
    return "Yang menunggu tinjauan Anda" if roles == {Role.FACILITATOR} else "Yang perlu Anda kerjakan"


def parts_of(
    user: User, plan: Masterplan, plans: list[Masterplan], roles: set[str], rows: list[BoardRow]
) -> dict[str, Any]:
    """The parts of the page under the list; a head sees the own receipts and offices only."""
    parts: dict[str, Any] = dict.fromkeys(PARTS)
    parts["is_admin"] = Role.ADMIN in roles
    if Role.HEAD in roles:
        parts |= {"receipts": heads.receipts(user), "own_offices": heads.own_offices(user)}
    if roles - {Role.HEAD}:
        parts["thread"] = thread_of(plan, rows)
    if roles & {Role.EDITOR, Role.ADMIN}:
        found = offices.offices(plan, rows)
        parts |= {"offices": found[: offices.SHOWN], "in_need": sum(row.needs_care for row in found)}
    if Role.LEADER in roles:
        each = dimensions.dimensions(plan, rows)
        parts |= {"dimensions": each, "total": dimensions.total(each)}
    if Role.FACILITATOR in roles:
        since = regions.last_visit(user)
        changes = regions.newest_changes(plan, since) if since else []
        parts |= {
            "regions": regions.regions(user, accompanied(user, plans)),
            "since": since,
            "changes": changes,
        }
    return parts
