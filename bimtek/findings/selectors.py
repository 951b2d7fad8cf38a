"""Which cycle a page is about, and its workshops."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.cycle.selectors import LIVE
from bimtek.findings.models import Finding, FindingKind
from bimtek.sessions.models import BimtekSession
from lib import clock
from lib.access import Actor
from lib.text.formats import angka
from lib.text.search import searchable


@dataclass(frozen=True)
class Sitting:
    """A workshop with what it found so far. `days` is (day, of how many) while it lasts."""

    session: BimtekSession
    problems: int = 0
    strengths: int = 0
    state: str = "unset"
    day: int = 0
    days: int = 0

    @property
    def findings(self) -> int:
        return self.problems + self.strengths


def sittings(cycle: Cycle) -> list[Sitting]:
    """The workshops of the cycle in order, one query."""
    found: Any = cycle.sessions.annotate(
        problems=Count("findings", filter=LIVE & Q(findings__kind=FindingKind.MASALAH)),
        strengths=Count("findings", filter=LIVE & Q(findings__kind=FindingKind.KEUNGGULAN)),
    ).order_by("stage")
    return [sitting(row, row.problems, row.strengths) for row in found]


def sitting(session: BimtekSession, problems: int = 0, strengths: int = 0) -> Sitting:
    state, day, days = _when(session.start, session.end, clock.today())
    return Sitting(session, problems, strengths, state, day, days)


def _when(start: date | None, end: date | None, today: date) -> tuple[str, int, int]:
    first, last = start or end, end or start
    if first is None or last is None:
        return "unset", 0, 0
    if today < first:
        return "ahead", 0, 0
    if today > last:
        return "over", 0, 0
    return "on", (today - first).days + 1, (last - first).days + 1


PAGE = 40

NO_SESSION = "-"

COLUMNS = (
    *("code", "kind", "title", "root_cause", "area", "set_aside_at", "set_aside_reason", "created_at"),
    *("evidence_value", "evidence_unit", "evidence_year", "source_url"),
    *("dimension__name", "subdimension__tag", "subdimension__name_id", "owner_opd__short_name"),
)


@dataclass(frozen=True)
class Row:
    """A finding in a list; `answers` are the programmes that take it up, as (id, code)."""

    finding: Finding
    answers: Sequence[tuple[int, str]] = ()

    @property
    def is_problem(self) -> bool:
        return self.finding.kind == FindingKind.MASALAH

    @property
    def evidence(self) -> str:
        """ "71,5 persen, 2025", or as much of it as is known."""
        value, year = self.finding.evidence_value, self.finding.evidence_year
        if value is None:
            return f"Tahun {year}" if year else ""
        measured = f"{angka(value)} {self.finding.evidence_unit}".strip()
        return f"{measured}, {year}" if year else measured


@dataclass(frozen=True)
class Part:
    """The findings of one subdimension on this page; `total` counts all that the filters leave."""

    subdimension: Subdimension | None
    total: int
    rows: Sequence[Row]

    @property
    def title(self) -> str:
        return title_of(self.subdimension) if self.subdimension else "Tanpa subdimensi"


@dataclass(frozen=True)
class Group:
    dimension: Dimension
    problems: int
    strengths: int
    parts: Sequence[Part] = ()
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class Tab:
    dimension: Dimension
    count: int

    @property
    def label(self) -> str:
        """*Governance* for Smart Governance, which every tab would repeat."""
        return self.dimension.name.removeprefix("Smart ")


@dataclass
class Tally:
    """How many findings the filters leave, by (dimension, subdimension, kind)."""

    counts: Counter[tuple[int, int | None, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, findings: QuerySet[Finding]) -> "Tally":
        rows = findings.order_by().values_list("dimension_id", "subdimension_id", "kind")
        return cls(Counter({(d, s, k): n for d, s, k, n in rows.annotate(n=Count("pk", distinct=True))}))

    def count(self, dimension: int | None = None, kind: str = "") -> int:
        return sum(
            n for (d, _, k), n in self.counts.items() if dimension in (None, d) and (not kind or kind == k)
        )

    def part(self, dimension: int, subdimension: int | None) -> int:
        return sum(n for (d, s, _), n in self.counts.items() if (d, s) == (dimension, subdimension))


def title_of(part: Subdimension) -> str:
    return f"{part.tag}: {part.name_id}" if part.name_id else part.tag


def answered() -> QuerySet[Finding]:
    """What a programme of the plan answers; a programme set aside answers nothing."""
    found: QuerySet[Finding] = Finding.objects.filter(
        programmes__isnull=False, programmes__set_aside_at__isnull=True
    )
    return found


def unanswered_problems(cycle: Cycle) -> QuerySet[Finding]:
    found: QuerySet[Finding] = (
        Finding.objects.live()
        .filter(cycle=cycle, kind=FindingKind.MASALAH)
        .exclude(pk__in=answered().values("pk"))
    )
    return found


def filtered(cycle: Cycle, actor: Actor, filters: Mapping[str, str]) -> QuerySet[Finding]:
    """All filters of the address but the dimension, which the tabs show side by side.

    A finding that is asked for by its code is found in every state.
    """
    words = searchable(filters["q"])
    found = Finding.objects.visible_to(actor).filter(cycle=cycle, merged_into__isnull=True)
    named = Q(code__iexact=words)
    found = found.filter(Q(set_aside_at__isnull=filters["state"] != "aside") | named)
    if kind := filters["kind"]:
        found = found.filter(kind=kind)
    if office := filters["opd"]:
        found = found.filter(owner_opd__code=office)
    if stage := filters["session"]:
        found = found.filter(session=None) if stage == NO_SESSION else found.filter(session__stage=stage)
    if words:
        found = found.filter(named | Q(search_text__contains=words))
    if reply := filters["answered"]:
        taken_up = answered().values("pk")
        found = found.filter(pk__in=taken_up) if reply == "yes" else found.exclude(pk__in=taken_up)
    return found


@dataclass(frozen=True)
class Summary:
    """How many findings there are before any filter; `unanswered` are problems no programme takes up."""

    live: int
    aside: int
    unanswered: int


def summary(cycle: Cycle, actor: Actor) -> Summary:
    """One query."""
    live = Q(set_aside_at__isnull=True, merged_into__isnull=True)
    bare = ~Q(Exists(answered().filter(pk=OuterRef("pk"))))
    return Summary(
        **Finding.objects.visible_to(actor)
        .filter(cycle=cycle)
        .order_by()
        .aggregate(
            live=Count("pk", filter=live),
            aside=Count("pk", filter=Q(set_aside_at__isnull=False, merged_into__isnull=True)),
            unanswered=Count("pk", filter=live & Q(kind=FindingKind.MASALAH) & bare),
        )
    )


def page_of(
    findings: QuerySet[Finding], dimension: str | None, number: Any, count: int | None = None
) -> Page[Finding]:
    """`count`: how many there are, where that is known already."""
    if dimension:
        findings = findings.filter(dimension__code=dimension)
    ordered = findings.select_related("dimension", "subdimension", "owner_opd").order_by(
        *("dimension__order", "dimension__code"),
        F("subdimension__order").asc(nulls_last=True),
        *("subdimension__code", Length("code"), "code"),
    )
    pages = Paginator(ordered.only(*COLUMNS, "dimension__order", "subdimension__order"), PAGE)
    if count is not None:
        vars(pages)["count"] = count
    return pages.get_page(number)


def grouped(findings: Sequence[Finding], tally: Tally) -> list[Group]:
    """By dimension and in it by subdimension, in the order they come."""
    replies = answers_to(findings)
    groups = []
    for dimension, inside in groupby(findings, key=lambda finding: finding.dimension):
        parts = [
            Part(part, tally.part(dimension.pk, part.pk if part else None), rows_of(rows, replies))
            for part, rows in groupby(inside, key=lambda finding: finding.subdimension)
        ]
        groups.append(_group(dimension, tally, parts=parts))
    return groups


def newest_first(findings: Sequence[Finding], tally: Tally) -> list[Group]:
    """By dimension, the one with the newest finding on top."""
    by_dimension: dict[Dimension, list[Finding]] = {}
    for finding in findings:
        by_dimension.setdefault(finding.dimension, []).append(finding)
    return [_group(dimension, tally, rows=rows_of(inside, {})) for dimension, inside in by_dimension.items()]


def _group(dimension: Dimension, tally: Tally, **inside: Any) -> Group:
    problems, strengths = (tally.count(dimension.pk, kind) for kind in FindingKind.values)
    return Group(dimension, problems, strengths, **inside)


def rows_of(findings: Iterable[Finding], replies: Mapping[int, Sequence[tuple[int, str]]]) -> list[Row]:
    return [Row(finding, replies.get(finding.pk, ())) for finding in findings]


def answers_to(findings: Sequence[Finding]) -> dict[int, list[tuple[int, str]]]:
    """{finding: [(programme's id, its code)]}, one query for all."""
    replies: dict[int, list[tuple[int, str]]] = {}
    rows = answered().filter(pk__in=[finding.pk for finding in findings])
    columns = ("pk", "programmes__pk", "programmes__code")
    for pk, programme, code in rows.order_by("programmes__code").values_list(*columns):
        replies.setdefault(pk, []).append((programme, code))
    return replies


def tabs(cycle: Cycle, tally: Tally) -> list[Tab]:
    return [Tab(dimension, tally.count(dimension.pk)) for dimension in cycle.dimensions.all()]
