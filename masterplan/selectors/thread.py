"""The thread of one programme: findings, causes, targets, pages of the book, and what is missing in it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bimtek.models import Finding
from masterplan import rules
from masterplan.models import Programme
from masterplan.selectors.checks import Check, checks_of
from masterplan.selectors.places import Place, places_of
from masterplan.selectors.programmes import Filled
from opd.authorization import Actor


@dataclass(frozen=True)
class FindingKnot:
    pk: int
    code: str
    title: str
    stage: str
    start: date | None
    end: date | None
    area: str
    owner: str


@dataclass(frozen=True)
class Cause:
    text: str
    codes: str


@dataclass(frozen=True)
class YearKnot:
    year: str
    target: Decimal | None
    rupiah: int | None
    is_achieved: bool
    is_own: bool


@dataclass(frozen=True)
class Thread:
    findings: list[FindingKnot]
    causes: list[Cause]
    years: list[YearKnot]
    earlier: list[YearKnot]
    targets: Filled
    rupiah: Filled
    places: list[Place]
    printed_in: str
    checks: list[Check]

    @property
    def passed(self) -> int:
        return sum(check.is_ok for check in self.checks)


def thread_of(programme: Programme, actor: Actor) -> Thread:
    """Three queries. Expects plan, indicator, years and sources of funds to be at hand."""
    findings = list(
        Finding.objects.visible_to(actor)
        .live()
        .filter(programmes=programme)
        .select_related("session", "owner_opd")
        .order_by("code")
    )
    years, earlier = _years(programme)
    targets = Filled(
        sum(y.target is not None for y in years), sum(y.is_own or y.target is not None for y in years)
    )
    amounts = [year.rupiah for year in years if year.rupiah is not None]
    rupiah = Filled(
        len(amounts),
        sum(y.is_own or y.rupiah is not None for y in years),
        sum(amounts) if amounts else None,
    )
    places, printed_in = places_of(programme, actor)
    reads_text = rules.can_read_living(actor, programme.masterplan)
    return Thread(
        findings=[_knot(finding) for finding in findings],
        causes=_causes(findings),
        years=years,
        earlier=earlier,
        targets=targets,
        rupiah=rupiah,
        places=places,
        printed_in=printed_in,
        checks=checks_of(
            programme, len(findings), targets, rupiah, is_in_text=bool(places) if reads_text else None
        ),
    )


def _knot(finding: Finding) -> FindingKnot:
    session = finding.session
    return FindingKnot(
        pk=finding.pk,
        code=finding.code,
        title=finding.title,
        stage=session.stage if session else "",
        start=session.start if session else None,
        end=session.end if session else None,
        area=", ".join(finding.area),
        owner=finding.owner_opd.short_name if finding.owner_opd else "",
    )


def _causes(findings: list[Finding]) -> list[Cause]:
    """Equal causes of several findings are told once."""
    codes: dict[str, list[str]] = {}
    for finding in findings:
        if finding.root_cause.strip():
            codes.setdefault(finding.root_cause.strip(), []).append(finding.code)
    return [Cause(text, ", ".join(of)) for text, of in codes.items()]


def _years(programme: Programme) -> tuple[list[YearKnot], list[YearKnot]]:
    """All plan years, and the stored years outside the plan."""
    plan = programme.masterplan
    stored = {row.year: row for row in programme.years.all()}

    def knot(year: int) -> YearKnot:
        row = stored.get(year)
        return YearKnot(
            str(year),
            row.target if row else None,
            row.rupiah if row else None,
            row.is_achieved if row else False,
            (programme.start_year or year) <= year <= (programme.end_year or year),
        )

    return [knot(y) for y in plan.years], [knot(y) for y in sorted(stored) if y not in plan.years]
