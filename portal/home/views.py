"""Home, for one plan or across regions, and the choice of a plan for a page that lists its rows."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.views.decorators.http import require_GET

from lib import clock
from lib.access import access
from masterplan.plan.models import Masterplan
from masterplan.plan.selectors import address_in, plans_of, prefix_of
from opd.accounts.models import User
from opd.accounts.roles import Role
from opd.accounts.sign_in.requests import SignedInRequest, signed_in
from portal.home import dimensions, heads, offices, regions
from portal.home.context import HomeContext
from portal.home.final import final_of
from portal.home.thread import milestones, thread_of
from portal.home.work import admin, editor, facilitator, head, leader, operator
from portal.home.work import items as work_items
from portal.web.plan_address import WITHOUT_PLAN

PARTS = (
    *("thread", "offices", "in_need", "dimensions", "total"),
    *("regions", "changes", "since", "receipts", "own_offices"),
)


@require_GET
@signed_in
def plan_choose(request: SignedInRequest) -> HttpResponse:
    """The page asked for in `next`, under each plan the person sees."""
    plans = plans_of(request.user)
    if not plans:
        raise Http404("no plan")
    path = asked_path(request)
    choices = [(plan, f"{prefix_of(request.user, plan)}{path}") for plan in plans]
    return render(request, "portal/home/choose.html", {"choices": choices})


def asked_path(request: SignedInRequest) -> str:
    """`next` when it is a page of a plan, with its query; else the home."""
    path, mark, query = request.GET.get("next", "").partition("?")
    is_page = path.startswith("/") and not path.startswith(WITHOUT_PLAN) and is_valid_path(path)
    return f"{quote(path)}{mark}{query}" if is_page else "/"


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What to do first; under it the whole plan, as far as the person may see it."""
    plans, plan = plans_of(request.user), request.plans.plan
    if not plans:
        return render(request, "portal/home/nobody.html")
    if plan is None:
        return render(request, "portal/home/all_regions.html", all_regions(request.user, plans))
    clock.use(plan.cycle.region.zone)
    context = HomeContext(request.user, plan, [plan] if request.plans.is_named else plans)
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


def all_regions(user: User, plans: list[Masterplan]) -> dict[str, Any]:
    """What waits in the regions a facilitator accompanies, and the way into each region."""
    mine = [plan for plan in plans if Role.FACILITATOR in access(user).roles_in(plan.region_id)]
    page: dict[str, Any] = {"today": clock.today(), "items": [], "regions": [], "changes": []}
    if mine:
        context = HomeContext(user, mine[0], mine)
        page["items"] = facilitator.for_facilitator(context)
        page["regions"] = regions.regions(context, regions.changes_since_last_visit(context))
    page["others"] = [(plan, address_in(user, plan, "home")) for plan in plans if plan not in mine]
    return page


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
    roles, region = context.roles, context.plan.region_id
    parts["is_admin"] = Role.ADMIN in roles
    if Role.HEAD in roles:
        parts |= {
            "receipts": heads.receipts(context.user, region),
            "own_offices": heads.own_offices(context.user, region),
        }
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
