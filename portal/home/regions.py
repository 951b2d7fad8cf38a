"""The table of regions for facilitators, and what changed there since their last visit."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from lib import acts
from lib.audit.models import AuditEvent
from masterplan.plan.models import Masterplan
from masterplan.plan.selectors import address_in
from masterplan.versions.selectors import RoundHead, VersionHead
from opd.accounts.models import User
from opd.accounts.rules import SIGN_IN
from portal.home.context import HomeContext
from portal.home.offices import SHOWN


@dataclass(frozen=True)
class RegionRow:
    """`version` and `round` are the last that went to review. The addresses lead into that region."""

    plan: Masterplan
    home_url: str
    round_url: str
    version: VersionHead | None
    round: RoundHead | None
    changed: int | None
    signed: int
    offices: int


def regions(context: HomeContext, changes: "Changes") -> list[RegionRow]:
    """One row for each plan a facilitator accompanies."""
    return [_region(context, plan, changes) for plan in context.accompanied]


def _region(context: HomeContext, plan: Masterplan, changes: "Changes") -> RegionRow:
    versions = context.versions_by_plan[plan.pk]
    reviewed = [(round_, version) for version in versions for round_ in version.rounds]
    round_, version = max(reviewed, key=lambda pair: pair[0].number, default=(None, None))
    rows = context.boards[plan.pk]
    return RegionRow(
        plan,
        address_in(context.user, plan, "home"),
        address_in(context.user, plan, "masterplan:round_detail", round_.pk) if round_ else "",
        version,
        round_,
        changes.counts.get(plan.region_id, 0) if changes.since else None,
        sum(row.is_signed for row in rows),
        len(rows),
    )


def last_visit(user: User) -> datetime | None:
    """The sign-in before this one."""
    visits = AuditEvent.objects.filter(actor=user, act=SIGN_IN.name).order_by("-pk")
    return next(iter(visits.values_list("at", flat=True)[1:2]), None)


@dataclass(frozen=True)
class ChangeRow:
    label: str
    word: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """Since the sign-in before this one: how many by region, and the newest of each."""

    since: datetime | None = None
    counts: dict[int, int] = field(default_factory=dict)
    newest: dict[int, list[ChangeRow]] = field(default_factory=dict)


def changes_since_last_visit(context: HomeContext) -> Changes:
    """Two queries, however many regions."""
    since = last_visit(context.user)
    if since is None:
        return Changes()
    regions = {plan.region_id for plan in context.accompanied}
    news = acts.news()
    events = AuditEvent.objects.filter(region_id__in=regions, at__gt=since, act__in=news)
    ranked = events.annotate(
        whole=Window(Count("pk"), partition_by="region_id"),
        place=Window(RowNumber(), partition_by="region_id", order_by="-pk"),
    ).filter(place__lte=SHOWN)
    found = Changes(since)
    rows = ranked.order_by("-pk").values_list(
        "region_id", "whole", "object_label", "act", "actor_label", "at"
    )
    for region, whole, label, act, by, at in rows:
        found.counts[region] = whole
        found.newest.setdefault(region, []).append(ChangeRow(label, news[act], by, at))
    return found
