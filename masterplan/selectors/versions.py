"""The frozen versions of plans without what they hold: their names, their states, their rounds of review."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from masterplan.enums import APPROVED_STATES, RevisionState
from masterplan.models import Masterplan, Revision
from masterplan.models.plan import READERS
from opd.authorization import Actor, access
from opd.enums import Role

KEPT = "_versions"
VERSION = ("masterplan_id", "pk", "number", "label", "state", "frozen_at")
ROUND = ("pk", "number", "due", "opened_at", "closed_at", "decided_at", "decision")


@dataclass(frozen=True)
class RoundHead:
    pk: int
    number: int
    due: date
    opened_at: datetime
    closed_at: datetime | None
    decided_at: datetime | None
    decision: str
    comments: int
    unanswered: int

    @property
    def answered(self) -> int:
        return self.comments - self.unanswered


@dataclass(frozen=True)
class VersionHead:
    pk: int
    number: int
    label: str
    state: str
    frozen_at: datetime
    rounds: list[RoundHead] = field(default_factory=list)

    @property
    def state_label(self) -> str:
        return str(RevisionState(self.state).label)


def versions_of(plans: Iterable[Masterplan]) -> dict[int, list[VersionHead]]:
    """By plan, the newest first. One query; the page and the frame around it share what was read."""
    plans = list(plans)
    found: dict[int, dict[int, VersionHead]] = {plan.pk: {} for plan in plans}
    for row in _rows(found):
        plan, pk, *version = row[: len(VERSION)]
        head = found[plan].setdefault(pk, VersionHead(pk, *version))
        if row[len(VERSION)] is not None:
            head.rounds.append(RoundHead(*row[len(VERSION) :]))
    for plan in plans:
        setattr(plan, KEPT, list(found[plan.pk].values()))
    return {pk: list(heads.values()) for pk, heads in found.items()}


def _rows(plans: Iterable[int]) -> Iterable[tuple[Any, ...]]:
    columns = (*VERSION, *(f"rounds__{name}" for name in ROUND))
    rows = Revision.objects.filter(masterplan__in=plans).order_by("masterplan", "-number", "rounds__number")
    counted: Iterable[tuple[Any, ...]] = rows.values_list(*columns).annotate(
        comments=Count("rounds__comments"),
        unanswered=Count("rounds__comments", filter=Q(rounds__comments__answer="")),
    )
    return counted


def waiting(versions: Iterable[VersionHead]) -> list[tuple[VersionHead, RoundHead]]:
    """Rounds nobody has decided yet, the oldest first."""
    pairs = ((version, round_) for version in versions for round_ in version.rounds if not round_.decision)
    return sorted(pairs, key=lambda pair: (pair[0].number, pair[1].number))


def newest_of(plan: Masterplan, actor: Actor) -> VersionHead | None:
    """The newest version the actor may open; asks only when the page has not read the versions itself."""
    kept: list[VersionHead] | None = getattr(plan, KEPT, None)
    if kept is None:
        rows = Revision.objects.visible_in(plan, actor).order_by("-number").values_list(*VERSION[1:])
        first = rows.first()
        return VersionHead(*first) if first else None
    return next((version for version in kept if _may_open(version, plan, actor)), None)


def _may_open(version: VersionHead, plan: Masterplan, actor: Actor) -> bool:
    mine = access(actor)
    as_head = mine.has(plan.region_id, Role.HEAD) and version.state in APPROVED_STATES
    return mine.has(plan.region_id, *READERS) or as_head
