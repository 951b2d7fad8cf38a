"""Home and the choice of a plan."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lib import clock
from masterplan.plan.selectors import most_urgent, named_plan, plans_of
from opd.accounts.roles import Role
from opd.accounts.sign_in.requests import SignedInRequest, signed_in
from portal.home import dimensions, heads, offices, regions
from portal.home.context import HomeContext
from portal.home.final import final_of
from portal.home.thread import milestones, thread_of
from portal.home.work import admin, editor, facilitator, head, leader, operator
from portal.home.work import items as work_items

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
        return render(request, "portal/home/nobody.html")
    clock.use(plan.cycle.region.zone)
    context = HomeContext(request.user, plan, plans)
    items, final = work_of(context), final_of(context)
    page = {
        "plan": plan,
        "today": clock.today(),
        "items": items,
        "title": title_of(context.roles, len(items)),
        "milestones": milestones(context, is_final=final is not None),
        "final": final,
        "agreements": context.agreements,
        **parts_of(context),
    }
    return render(request, "portal/home/home.html", page)


WORK = (
    (Role.HEAD, head.for_head),
    (Role.LEADER, leader.for_leader),
    (Role.FACILITATOR, facilitator.for_facilitator),
    (Role.EDITOR, editor.for_editor),
    (Role.OPERATOR, operator.for_operator),
    (Role.ADMIN, admin.for_admin),
)


def work_of(context: HomeContext) -> list[work_items.WorkItem]:
    """The lists of all roles of the person, one under the other."""
    return [item for role, items_for in WORK if role in context.roles for item in items_for(context)]


def title_of(roles: frozenset[str], count: int) -> str:
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


def parts_of(context: HomeContext) -> dict[str, Any]:
    """The parts of the page under the list; a head sees the own receipts and offices only."""
    parts: dict[str, Any] = dict.fromkeys(PARTS)
    roles = context.roles
    parts["is_admin"] = Role.ADMIN in roles
    if Role.HEAD in roles:
        parts |= {"receipts": heads.receipts(context.user), "own_offices": heads.own_offices(context.user)}
    if roles - {Role.HEAD} and (context.counts.findings or context.counts.programmes):
        parts["thread"] = thread_of(context)
    if roles & {Role.EDITOR, Role.ADMIN}:
        found = offices.offices(context)
        parts |= {"offices": found[: offices.SHOWN], "in_need": sum(row.needs_care for row in found)}
    if Role.LEADER in roles:
        each = dimensions.dimensions(context)
        parts |= {"dimensions": each, "total": dimensions.total(each)}
    if Role.FACILITATOR in roles:
        changes = regions.changes_since_last_visit(context)
        parts |= {
            "regions": regions.regions(context, changes),
            "since": changes.since,
            "changes": changes.newest.get(context.plan.region_id, []),
        }
    return parts
