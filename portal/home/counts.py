"""How much of the plan there is and how much of it is joined: all counted in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value

from bimtek.findings.models import Finding, FindingKind
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Money, Programme, Target
from masterplan.sections.models import LIVE, Section

PROGRAMMES, SECTIONS, RUPIAH = "programmes", "sections", "rupiah"
NUMBERS = ("first", "second", "third", "fourth")


@dataclass
class Counts:
    """`problems`, `answered` and `rupiah` (sum, cells filled) by dimension; `bare`: no target at all."""

    problems: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    answered: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    strengths: int = 0
    programmes: int = 0
    quick_wins: int = 0
    targeted: int = 0
    bare: int = 0
    sections: int = 0
    ready: int = 0
    empty: int = 0
    tables: int = 0
    rupiah: dict[int, tuple[int | None, int]] = field(default_factory=dict)

    @property
    def findings(self) -> int:
        return sum(self.problems.values()) + self.strengths

    @property
    def unanswered(self) -> int:
        return sum(self.problems.values()) - sum(self.answered.values())


def counts_of(plan: Masterplan, *, with_rupiah: bool = False) -> Counts:
    parts = [_programmes(plan), _sections(plan), *([_rupiah(plan)] if with_rupiah else [])]
    found = Counts()
    for what, dimension, *numbers in _findings(plan).union(*parts, all=True):
        _note(found, what, dimension, [None if n is None else int(n) for n in numbers])
    return found


def _note(found: Counts, what: str, dimension: int, numbers: list[int | None]) -> None:
    first, second, third, fourth = numbers
    if what == FindingKind.MASALAH:
        found.problems[dimension], found.answered[dimension] = first or 0, second or 0
    elif what == FindingKind.KEUNGGULAN:
        found.strengths += first or 0
    elif what == RUPIAH:
        found.rupiah[dimension] = first, second or 0
    else:
        names = (
            ("programmes", "quick_wins", "targeted", "bare")
            if what == PROGRAMMES
            else ("sections", "ready", "empty", "tables")
        )
        for name, number in zip(names, (first, second, third, fourth), strict=True):
            setattr(found, name, number or 0)


def _findings(plan: Masterplan) -> Any:
    answers = Programme.findings.through.objects.filter(
        finding_id=OuterRef("pk"), programme__set_aside_at__isnull=True
    )
    rows = Finding.objects.filter(cycle_id=plan.cycle_id).live().order_by()
    return _numbered(
        rows.values_list("kind", "dimension_id"), Count("pk"), Count("pk", filter=Exists(answers))
    )


def _programmes(plan: Masterplan) -> Any:
    targets = Target.objects.filter(indicator__programme_id=OuterRef("pk"))
    in_plan = targets.filter(year__gte=plan.valid_from, year__lte=plan.valid_to)
    rows = Programme.objects.filter(masterplan=plan).live().order_by()
    return _numbered(
        _labelled(rows, PROGRAMMES),
        Count("pk"),
        Count("pk", filter=Q(quick_win=True)),
        Count("pk", filter=Exists(in_plan)),
        Count("pk", filter=~Q(Exists(in_plan))),
    )


def _sections(plan: Masterplan) -> Any:
    rows = Section.objects.filter(chapter__book__masterplan=plan).order_by()
    return _numbered(
        _labelled(rows, SECTIONS),
        Count("pk"),
        Count("pk", filter=Q(is_ready=True)),
        Count("pk", filter=~LIVE & Q(body__isnull=True)),
        Count("pk", filter=LIVE),
    )


def _rupiah(plan: Masterplan) -> Any:
    cells = Money.objects.filter(
        programme__masterplan=plan,
        programme__set_aside_at__isnull=True,
        year__gte=plan.valid_from,
        year__lte=plan.valid_to,
    ).order_by()
    rows = cells.annotate(what=Value(RUPIAH)).values_list("what", "programme__dimension_id")
    # A year of a programme counts once, however many sources share it.
    years = Count(F("programme_id") * 10_000 + F("year"), distinct=True)
    return _numbered(rows, Sum("rupiah"), years)


def _labelled(rows: Any, what: str) -> Any:
    return rows.annotate(what=Value(what), none=Value(0)).values_list("what", "none")


def _numbered(rows: Any, *numbers: Any) -> Any:
    """The same four columns for every part of the union."""
    given: Iterable[Any] = (*numbers, *([Value(0)] * (len(NUMBERS) - len(numbers))))
    return rows.annotate(**dict(zip(NUMBERS, given, strict=True)))
