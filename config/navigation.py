"""What every page shows around its content: who is signed in, which plan, how many days are left."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True)
class NavEntry:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class PlanChoice:
    slug: str
    title: str
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
    user_label: str = ""
    user_offices: list[str] = field(default_factory=list)
    nav_entries: list[NavEntry] = field(default_factory=list)
    plan: FramePlan | None = None
    plans: list[PlanChoice] = field(default_factory=list)
    deadline: date | None = None
    days_left: int | None = None
    demo_accounts: list[DemoAccount] = field(default_factory=list)
    public_url: str = ""
    verify_url: str = ""


def build_frame(request: HttpRequest) -> Frame:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame()
    return Frame(user_label=str(user))


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Lazy: an htmx fragment that shows no frame costs no query."""
    return {"frame": SimpleLazyObject(lambda: build_frame(request))}
