"""What every page shows around its content: who is signed in, which plan, how many days are left."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

from lib import clock
from lib.access import access
from lib.http import plain_address
from masterplan.plan.models import Masterplan, PlanState
from masterplan.plan.selectors import plan_without_name, plans_of, prefix_of
from masterplan.versions.models import RevisionState
from masterplan.versions.selectors import newest_of
from opd.accounts.models import User
from opd.accounts.roles import Can


@dataclass(frozen=True)
class NavEntry:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class PlanChoice:
    """`url`: the same list under that plan."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class FramePlan:
    """The plan a page belongs to, as the ribbon names it."""

    title: str
    valid_from: int | None = None
    valid_to: int | None = None
    illustrative: bool = False
    status: str = ""
    frozen_label: str = ""
    frozen_on: date | None = None


@dataclass(frozen=True)
class DemoAccount:
    label: str
    username: str


@dataclass(frozen=True)
class Frame:
    """The frame of a page. Its defaults are what a stranger, or a page without a database, gets."""

    region_name: str = ""
    office_name: str = ""
    office_short: str = ""
    user_key: str = ""
    """What unsent text is kept under in the browser: names can be alike, this is one account."""
    user_label: str = ""
    user_offices: list[str] = field(default_factory=list)
    nav_entries: list[NavEntry] = field(default_factory=list)
    plan: FramePlan | None = None
    plans: list[PlanChoice] = field(default_factory=list)
    all_regions_url: str = ""
    """Where a person of several regions sees them all."""
    deadline: date | None = None
    days_left: int | None = None
    demo_accounts: list[DemoAccount] = field(default_factory=list)
    public_url: str = ""
    verify_url: str = ""
    time_zone: str = field(default_factory=lambda: str(clock.zone()))
    """For what the browser tells by itself: a device may stand in another zone."""


def build_frame(request: HttpRequest) -> Frame:
    """One query of its own, for the newest version: roles and plans are read once for page and frame."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(demo_accounts=demo_accounts(), verify_url=plain_address("verify_form"))
    plan = request.plans.plan  # type: ignore[attr-defined]
    if plan is None:
        here = [_entry(request, "Beranda", reverse("home"))]
        return Frame(
            user_key=str(user.pk),
            user_label=str(user),
            user_offices=list(access(user).offices),
            nav_entries=here,
            plans=_choices(user, None, here),
            verify_url=plain_address("verify_form"),
        )
    nav_entries = entries(request, user, plan)
    cycle = plan.cycle
    office = cycle.leading_office
    return Frame(
        region_name=cycle.region.name,
        office_name=office.official_name if office else "",
        office_short=office.short_name if office else "",
        user_key=str(user.pk),
        user_label=str(user),
        user_offices=list(access(user).offices),
        nav_entries=nav_entries,
        plan=_frame_plan(plan, user),
        plans=_choices(user, plan, nav_entries),
        all_regions_url="" if plan_without_name(user) else plain_address("home"),
        deadline=cycle.deadline,
        days_left=(cycle.deadline - clock.today(cycle.region.zone)).days if cycle.deadline else None,
        verify_url=plain_address("verify_form"),
    )


def _choices(user: User, plan: Masterplan | None, entries: list[NavEntry]) -> list[PlanChoice]:
    """Every plan a person may see, when there are several; each leads to the list that is open now."""
    plans = plans_of(user)
    here = next((entry.url for entry in entries if entry.current), reverse("home"))
    path = here.removeprefix(get_script_prefix())
    return [
        PlanChoice(f"{each.title} ({each.slug})", f"{prefix_of(user, each)}/{path}", each == plan)
        for each in plans
        if len(plans) > 1
    ]


def _frame_plan(plan: Masterplan, user: User) -> FramePlan:
    """The newest version is named only to those who may open it."""
    newest = newest_of(plan, user)
    final = newest is not None and newest.state == RevisionState.FINAL
    past = "digantikan, hanya dibaca" if plan.state == PlanState.PAST else ""
    return FramePlan(
        title=f"{plan.title} {plan.valid_from}\N{EN DASH}{plan.valid_to}",
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        illustrative=plan.is_illustrative,
        status=past or ("final" if final else "draf kerja"),
        frozen_label=newest.label if newest else "",
        frozen_on=clock.local_day(newest.frozen_at) if newest else None,
    )


def entries(request: HttpRequest, user: User, plan: Masterplan) -> list[NavEntry]:
    """A head has what concerns the own office; everybody else of the region has the whole plan."""
    reader = access(user).may(plan.region_id, Can.READ_PLAN)
    home = _entry(request, "Beranda", reverse("home"))
    promises = _entry(request, "Komitmen", reverse("commitments:board"))
    if not reader:
        return [home, promises, _entry(request, "Buku", reverse("masterplan:revision_list"))]
    return [
        home,
        _entry(request, "Bimtek", reverse("bimtek:session_list")),
        _entry(request, "Program", reverse("masterplan:programme_list")),
        _entry(request, "Naskah", reverse("masterplan:section_tree")),
        _entry(request, "Tinjauan", reverse("masterplan:revision_list"), f"{reverse('home')}rounds/"),
        promises,
    ]


def _entry(request: HttpRequest, label: str, url: str, *more: str) -> NavEntry:
    at = request.path
    current = at == url if url == reverse("home") else any(at.startswith(start) for start in (url, *more))
    return NavEntry(label, url, current)


def demo_accounts() -> list[DemoAccount]:
    if settings.PORTAL_MODE != "demo":
        return []
    names = ("editor", "head.dlh", "facilitator", "leader", "operator.dlh", "admin")
    found = {user.username: user for user in User.objects.filter(username__in=names)}
    return [DemoAccount(str(found[name]), name) for name in names if name in found]


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Lazy: an htmx fragment that shows no frame costs no query."""
    return {"frame": SimpleLazyObject(lambda: build_frame(request))}
