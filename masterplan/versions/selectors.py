"""Page-shaped reads of frozen versions: the list of a plan, the files of a version, its path to final."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession
from lib.access import Actor, access
from lib.text.letters import named
from lib.threads.models import ThreadState
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from masterplan.sections.models import Section
from masterplan.versions.document import compile_plan, unprintable_texts
from masterplan.versions.files.selectors import _whole_books
from masterplan.versions.models import APPROVED_STATES, IN_FORCE, Revision, RevisionState
from masterplan.versions.rounds.models import ReviewRound
from masterplan.versions.rounds.selectors import Answered, answered_by_round, reviewed_before
from opd.accounts.roles import Can
from opd.offices.models import Opd


@dataclass(frozen=True)
class RoundLine:
    """A round as one line of the list of versions."""

    pk: int
    revision_pk: int
    number: int
    due: Any
    closed_at: datetime | None
    decision: str
    answered: Answered


@dataclass
class VersionRow:
    pk: int
    number: int
    label: str
    state: str
    frozen_at: datetime
    sha256: str
    rounds: list[RoundLine] = field(default_factory=list)
    book_pk: int | None = None

    @property
    def state_label(self) -> str:
        return RevisionState(self.state).label


def version_rows(plan: Masterplan, actor: Actor) -> list[VersionRow]:
    """Every version a person may see, newest first, with its rounds and its whole book. Four queries."""
    names = ("pk", "number", "label", "state", "frozen_at", "sha256")
    rows = Revision.objects.visible_in(plan, actor).order_by("-number").values(*names)
    versions = {row["pk"]: VersionRow(**row) for row in rows}
    for line in round_lines(versions, actor):
        versions[line.revision_pk].rounds.append(line)
    for pk, revision_pk in _whole_books(versions):
        versions[revision_pk].book_pk = pk
    return list(versions.values())


def round_lines(revisions: Iterable[int], actor: Actor) -> list[RoundLine]:
    """The rounds of these versions with how far the answers are. Two queries."""
    rounds = list(ReviewRound.objects.visible_to(actor).filter(revision__in=revisions).order_by("number"))
    counts = answered_by_round([row.pk for row in rounds], actor) if rounds else {}
    return [
        RoundLine(
            pk=row.pk,
            revision_pk=row.revision_id,
            number=row.number,
            due=row.due,
            closed_at=row.closed_at,
            decision=row.decision,
            answered=counts.get(row.pk, Answered()),
        )
        for row in rounds
    ]


@dataclass(frozen=True)
class UnprintableLine:
    """One place of the draft with letters that the book would print as empty boxes."""

    name: str
    label: str
    letters: str
    url: str


def unprintable_lines(plan: Masterplan) -> list[UnprintableLine]:
    """Those of the draft as it stands. The queries of `compile_plan`, and one for each kind of row found."""
    texts = unprintable_texts(compile_plan(plan))
    pages = {kind: _pages_of(plan, kind) for kind in {text.kind for text in texts} if kind}
    return [
        UnprintableLine(
            name=f"{text.code} {text.name}" if text.kind in ("finding", "programme") else text.name,
            label=text.label,
            letters=named(text.letters),
            url=pages[text.kind].get(text.code, "") if text.kind else "",
        )
        for text in texts
    ]


def _pages_of(plan: Masterplan, kind: str) -> dict[str, str]:
    """The address of every row of that kind by its code."""
    address, code, rows = {
        "finding": ("bimtek:finding_detail", "code", Finding.objects.filter(cycle=plan.cycle_id)),
        "session": ("bimtek:session_detail", "stage", BimtekSession.objects.filter(cycle=plan.cycle_id)),
        "opd": ("opd:opd_detail", "code", Opd.objects.filter(region=plan.region_id)),
        "programme": ("masterplan:programme_detail", "code", Programme.objects.filter(masterplan=plan)),
        "section": (
            "masterplan:section_detail",
            "code",
            Section.objects.filter(chapter__book__masterplan=plan),
        ),
    }[kind]
    return {key: reverse(address, args=[pk]) for pk, key in rows.values_list("pk", code)}


def last_round(revision: Revision, actor: Actor) -> ReviewRound | None:
    rounds = ReviewRound.objects.visible_to(actor).filter(revision=revision)
    found: ReviewRound | None = rounds.order_by("-number").first()
    if found:
        found.revision = revision
    return found


def previous(revision: Revision, actor: Actor) -> Revision | None:
    """The newest earlier version this person may see."""
    earlier = Revision.objects.visible_in(revision.masterplan, actor)
    found: Revision | None = (
        earlier.filter(number__lt=revision.number).order_by("-number").defer("content").first()
    )
    return found


def compared_with(revision: Revision, actor: Actor, number: int | None) -> Revision | None:
    """The earlier version of that number, or 404; unasked the one reviewed or frozen before."""
    if number is None:
        under_review = revision.state == RevisionState.IN_REVIEW
        return (reviewed_before if under_review else previous)(revision, actor)
    rows = Revision.objects.visible_to(actor).filter(masterplan=revision.masterplan_id)
    before: Revision = get_object_or_404(rows.filter(number__lt=revision.number), number=number)
    return before


def overtaken_by(revision: Revision) -> Revision | None:
    """A newer version in force: approving this one would put older words in its place."""
    rows = Revision.objects.filter(masterplan=revision.masterplan_id, state__in=IN_FORCE)
    found: Revision | None = rows.filter(number__gt=revision.number).defer("content").first()
    return found


def newest_number(plan: Masterplan) -> int:
    """What a form of the page has seen of the versions."""
    numbers = Revision.objects.filter(masterplan=plan).order_by("-number").values_list("number", flat=True)
    return int(numbers.first() or 0)


CACHE = "_versions"

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
        setattr(plan, CACHE, list(found[plan.pk].values()))
    return {pk: list(heads.values()) for pk, heads in found.items()}


def _rows(plans: Iterable[int]) -> Iterable[tuple[Any, ...]]:
    columns = (*VERSION, *(f"rounds__{name}" for name in ROUND))
    rows = Revision.objects.filter(masterplan__in=plans).order_by("masterplan", "-number", "rounds__number")
    counted: Iterable[tuple[Any, ...]] = rows.values_list(*columns).annotate(
        comments=Count("rounds__comments"),
        unanswered=Count("rounds__comments", filter=Q(rounds__comments__thread__state=ThreadState.OPEN)),
    )
    return counted


def waiting(versions: Iterable[VersionHead]) -> list[tuple[VersionHead, RoundHead]]:
    """Rounds nobody has decided yet, the oldest first."""
    pairs = ((version, round_) for version in versions for round_ in version.rounds if not round_.decision)
    return sorted(pairs, key=lambda pair: (pair[0].number, pair[1].number))


def newest_of(plan: Masterplan, actor: Actor) -> VersionHead | None:
    """The newest version the actor may open; asks only when the page has not read the versions itself."""
    cached: list[VersionHead] | None = getattr(plan, CACHE, None)
    if cached is None:
        rows = Revision.objects.visible_in(plan, actor).order_by("-number").values_list(*VERSION[1:])
        first = rows.first()
        return VersionHead(*first) if first else None
    return next((version for version in cached if _may_open(version, plan, actor)), None)


def _may_open(version: VersionHead, plan: Masterplan, actor: Actor) -> bool:
    mine = access(actor)
    as_head = mine.may(plan.region_id, Can.READ_APPROVED) and version.state in APPROVED_STATES
    return mine.may(plan.region_id, Can.READ_PLAN) or as_head
