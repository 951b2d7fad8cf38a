"""Home and the choice of a plan."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from config.home import dimensions, heads, offices, regions, work
from config.home.final import final_of
from config.home.sight import Sight
from config.home.thread import milestones, thread_of
from masterplan.selectors import most_urgent, named_plan, plans_of
from opd import clock
from opd.enums import Role
from opd.http import SignedInRequest, signed_in

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
    sight = Sight(request.user, plan, plans)
    items, final = work_of(sight), final_of(sight)
    context = {
        "plan": plan,
        "today": clock.today(),
        "items": items,
        "title": title_of(sight.roles, len(items)),
        "milestones": milestones(sight, is_final=final is not None),
        "final": final,
        "agreements": sight.agreements,
        **parts_of(sight),
    }
    return render(request, "home/home.html", context)


WORK = (
    (Role.HEAD, work.for_head),
    (Role.LEADER, work.for_leader),
    (Role.FACILITATOR, work.for_facilitator),
    (Role.EDITOR, work.for_editor),
    (Role.OPERATOR, work.for_operator),
    (Role.ADMIN, work.for_admin),
)


def work_of(sight: Sight) -> list[work.WorkItem]:
    """The lists of all roles of the person, one under the other."""
    return [item for role, items_for in WORK if role in sight.roles for item in items_for(sight)]


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


def parts_of(sight: Sight) -> dict[str, Any]:
    """The parts of the page under the list; a head sees the own receipts and offices only."""
    parts: dict[str, Any] = dict.fromkeys(PARTS)
    roles = sight.roles
    parts["is_admin"] = Role.ADMIN in roles
    if Role.HEAD in roles:
        parts |= {"receipts": heads.receipts(sight.user), "own_offices": heads.own_offices(sight.user)}
    if roles - {Role.HEAD}:
        parts["thread"] = thread_of(sight)
    if roles & {Role.EDITOR, Role.ADMIN}:
        found = offices.offices(sight)
        parts |= {"offices": found[: offices.SHOWN], "in_need": sum(row.needs_care for row in found)}
    if Role.LEADER in roles:
        each = dimensions.dimensions(sight)
        parts |= {"dimensions": each, "total": dimensions.total(each)}
    if Role.FACILITATOR in roles:
        changes = regions.changes_since_last_visit(sight)
        parts |= {
            "regions": regions.regions(sight, changes),
            "since": changes.since,
            "changes": changes.newest.get(sight.plan.region_id, []),
        }
    return parts
