"""The table of regions for facilitators, and what changed there since their last visit."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commitments.selectors import board
from config.home.offices import SHOWN
from masterplan.models import Masterplan, ReviewRound
from opd.models import AuditEvent, User


@dataclass(frozen=True)
class RegionRow:
    plan: Masterplan
    round: ReviewRound | None
    comments: int
    answered: int
    changed: int | None
    signed: int
    offices: int


def regions(user: User, plans: list[Masterplan]) -> list[RegionRow]:
    """One row for each plan a facilitator accompanies."""
    since = last_visit(user)
    return [_region(plan, since) for plan in plans]


def _region(plan: Masterplan, since: datetime | None) -> RegionRow:
    round_ = (
        ReviewRound.objects.filter(revision__masterplan=plan)
        .select_related("revision")
        .defer("revision__content")
        .order_by("-number")
        .first()
    )
    rows = board(plan)
    return RegionRow(
        plan,
        round_,
        round_.comments.count() if round_ else 0,
        round_.comments.exclude(answer="").count() if round_ else 0,
        changes_since(plan, since).count() if since else None,
        sum(row.is_signed for row in rows),
        len(rows),
    )


CHANGE_WORDS = {
    "finding.recorded": "temuan baru",
    "finding.changed": "temuan diubah",
    "finding.set_aside": "temuan dikesampingkan",
    "finding.restored": "temuan dikembalikan",
    "finding.deleted": "temuan dihapus",
    "programme.created": "program baru",
    "programme.changed": "program diubah",
    "programme.set_aside": "program dikesampingkan",
    "programme.restored": "program dikembalikan",
    "programme.deleted": "program dihapus",
    "section.written": "teks ditulis",
    "section.marked": "tanda siap",
    "comment.answered": "komentar dijawab",
    "revision.frozen": "versi dibekukan",
    "round.opened": "putaran dibuka",
    "round.closed": "putaran ditutup",
    "commitment.signed": "komitmen disetujui",
    "commitment.signed_with_note": "komitmen dengan catatan",
    "commitment.declined": "komitmen tidak disetujui",
}


def last_visit(user: User) -> datetime | None:
    """The sign-in before this one."""
    visits = AuditEvent.objects.filter(actor=user, act="user.signed_in").order_by("-pk")
    return next(iter(visits.values_list("at", flat=True)[1:2]), None)


def changes_since(plan: Masterplan, since: datetime) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(region_id=plan.region_id, at__gt=since, act__in=CHANGE_WORDS)


@dataclass(frozen=True)
class ChangeRow:
    label: str
    word: str
    by: str
    at: datetime


def newest_changes(plan: Masterplan, since: datetime) -> list[ChangeRow]:
    events = changes_since(plan, since).order_by("-pk")[:SHOWN]
    return [
        ChangeRow(event.object_label, CHANGE_WORDS[event.act], event.actor_label, event.at)
        for event in events
    ]
