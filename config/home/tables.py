"""The tables under the work list: offices for editors, dimensions for leaders, regions for facilitators."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from bimtek.enums import FindingKind
from bimtek.models import Dimension
from commitments.enums import CommitmentState
from commitments.models import Signature
from commitments.selectors import BoardRow, board
from masterplan.models import Masterplan, Programme, ProgrammeYear, ReviewRound
from opd import clock
from opd.authorization import access
from opd.enums import Role
from opd.models import AuditEvent, OfficeHolder, Opd, User

SHOWN = 8


@dataclass(frozen=True)
class OfficeRow:
    """What one OPD has done and what its letter says."""

    row: BoardRow
    programmes: int
    targeted: int
    funded: int

    @property
    def lacks_target(self) -> int:
        return self.programmes - self.targeted

    @property
    def lacks_rupiah(self) -> int:
        return self.programmes - self.funded

    @property
    def is_urgent(self) -> bool:
        return self.row.state in (CommitmentState.DECLINED, CommitmentState.SUPERSEDED) or self.row.is_vacant

    @property
    def needs_care(self) -> bool:
        return bool(self.lacks_target) or not self.row.is_signed


def offices(plan: Masterplan, rows: list[BoardRow]) -> list[OfficeRow]:
    """Every OPD with its programmes counted; most programmes first among those that need care. One query."""
    cells = ProgrammeYear.objects.filter(
        programme_id=OuterRef("pk"), year__gte=plan.valid_from, year__lte=plan.valid_to
    )
    counts: dict[int, Any] = {
        row["lead_opd_id"]: row
        for row in Programme.objects.filter(masterplan=plan)
        .live()
        .values("lead_opd_id")
        .annotate(
            whole=Count("pk"),
            targeted=Count("pk", filter=Exists(cells.filter(target__isnull=False))),
            funded=Count("pk", filter=Exists(cells.filter(rupiah__isnull=False))),
        )
    }
    none = {"whole": 0, "targeted": 0, "funded": 0}
    found = []
    for row in rows:
        count = counts.get(row.opd.pk, none)
        found.append(OfficeRow(row, count["whole"], count["targeted"], count["funded"]))
    return sorted(
        found,
        key=lambda office: (
            not office.needs_care,
            not office.is_urgent,
            -office.lacks_target,
            -office.programmes,
        ),
    )


@dataclass
class DimensionRow:
    code: str
    name: str
    problems: int = 0
    answered: int = 0
    programmes: int = 0
    quick_wins: list[str] = field(default_factory=list)
    rupiah: int | None = None
    filled: int = 0
    cells: int = 0
    offices: int = 0
    signed: int = 0


def dimensions(plan: Masterplan, rows: list[BoardRow]) -> list[DimensionRow]:
    """Six rows: what is answered, planned, priced and signed in each dimension. Four queries."""
    found = {
        dimension.pk: DimensionRow(dimension.code, dimension.name)
        for dimension in Dimension.objects.filter(cycle_id=plan.cycle_id)
    }
    _count_findings(plan, found)
    _count_programmes(plan, found, {row.opd.pk for row in rows if row.is_signed})
    _count_rupiah(plan, found)
    return list(found.values())


def _count_findings(plan: Masterplan, found: dict[int, DimensionRow]) -> None:
    answers = Programme.findings.through.objects.filter(
        finding_id=OuterRef("pk"), programme__set_aside_at__isnull=True
    )
    problems = plan.cycle.findings.live().filter(kind=FindingKind.MASALAH).order_by().values("dimension_id")
    for row in problems.annotate(whole=Count("pk"), done=Count("pk", filter=Exists(answers))):
        found[row["dimension_id"]].problems, found[row["dimension_id"]].answered = row["whole"], row["done"]


def _count_programmes(plan: Masterplan, found: dict[int, DimensionRow], signed: set[int]) -> None:
    leads: dict[int, set[int]] = defaultdict(set)
    rows = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .values_list("dimension_id", "lead_opd_id", "quick_win", "short_name", "name")
    )
    for dimension, lead, quick, short, name in rows:
        found[dimension].programmes += 1
        leads[dimension].add(lead)
        if quick:
            found[dimension].quick_wins.append(short or name)
    for dimension, opds in leads.items():
        found[dimension].offices, found[dimension].signed = len(opds), len(opds & signed)


def _count_rupiah(plan: Masterplan, found: dict[int, DimensionRow]) -> None:
    cells = ProgrammeYear.objects.filter(
        programme__masterplan=plan,
        programme__set_aside_at__isnull=True,
        year__gte=plan.valid_from,
        year__lte=plan.valid_to,
    ).order_by()
    sums = cells.values("programme__dimension_id").annotate(
        total=Sum("rupiah"), filled=Count("pk", filter=Q(rupiah__isnull=False))
    )
    for row in sums:
        dimension = found[row["programme__dimension_id"]]
        dimension.rupiah, dimension.filled = row["total"], row["filled"]
    for dimension in found.values():
        dimension.cells = dimension.programmes * len(plan.years)


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


def receipts(user: User) -> list[Signature]:
    """What this person's offices have answered, newest first."""
    own = access(user).opds(Role.HEAD)
    rows = Signature.objects.filter(commitment__opd_id__in=own).select_related(
        "commitment__opd", "commitment__revision"
    )
    return list(rows.defer("commitment__content", "commitment__revision__content").order_by("-signed_at"))


@dataclass(frozen=True)
class OwnOffice:
    opd: Opd
    holder: OfficeHolder | None


def own_offices(user: User) -> list[OwnOffice]:
    """The offices this person heads, each with who is recorded as its holder today."""
    own = access(user).opds(Role.HEAD)
    holders = {holder.opd_id: holder for holder in OfficeHolder.objects.filter(opd__in=own).on(clock.today())}
    return [OwnOffice(opd, holders.get(opd.pk)) for opd in Opd.objects.filter(pk__in=own)]


def total(rows: list[DimensionRow]) -> DimensionRow:
    """The sum line. Rupiah stays unknown while no cell is filled."""
    known = [row.rupiah for row in rows if row.rupiah is not None]
    return DimensionRow(
        "",
        "Jumlah",
        problems=sum(row.problems for row in rows),
        answered=sum(row.answered for row in rows),
        programmes=sum(row.programmes for row in rows),
        quick_wins=[name for row in rows for name in row.quick_wins],
        rupiah=sum(known) if known else None,
        filled=sum(row.filled for row in rows),
        cells=sum(row.cells for row in rows),
    )
