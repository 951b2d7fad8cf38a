"""The thread of one programme: findings, causes, targets, pages of the book, and what is missing in it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Func, Q

from bimtek.findings.models import Finding
from lib.access import Actor
from lib.text.canonical import decimal
from masterplan.book.document import measured
from masterplan.book.measures import DIRECTIONS, UNDIVIDED
from masterplan.plan import rules as plan_rules
from masterplan.programmes.models import Indicator, Money, Programme
from masterplan.programmes.selectors import Check, Filled, checks_of, outside_plan_years
from masterplan.sections.models import Section, SectionKind
from masterplan.versions.files.models import Export


@dataclass(frozen=True)
class Place:
    """A part of the book that holds the programme; `page` is empty until it is printed."""

    pk: int | None
    label: str
    page: str


class Mentions(Func):
    """Whether one of the names stands in a JSON column, in whatever case its letters from A to Z are written.

    PostgreSQL is asked for all names at once: it would turn the same JSON into text again for each of them.
    """

    output_field = BooleanField()

    def __init__(self, column: str, names: tuple[str, ...]) -> None:
        super().__init__(column)
        self.names = names

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        body, given = compiler.compile(self.source_expressions[0])
        one = f"{body} LIKE %s ESCAPE '\\'"
        named = [value for pattern in self._patterns(connection) for value in (*given, pattern)]
        return f"({' OR '.join([one] * len(self.names))})", named

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        body, given = compiler.compile(self.source_expressions[0])
        upper = [pattern.encode().upper().decode() for pattern in self._patterns(connection)]
        return f'UPPER(({body})::text COLLATE "C") LIKE ANY (%s)', [*given, upper]

    def _patterns(self, connection: Any) -> list[str]:
        """As JSON writes them: PostgreSQL keeps every letter, SQLite has the text that Python stored."""
        is_ascii = connection.vendor != "postgresql"
        written = (json.dumps(name, ensure_ascii=is_ascii)[1:-1] for name in self.names)
        return [f"%{connection.ops.prep_for_like_query(name)}%" for name in written]


def places_of(programme: Programme, actor: Actor) -> tuple[list[Place], str]:
    """Sections that hold the programme with their pages in the newest finished book the reader may see."""
    key = f"programme-{programme.code}"
    pages, label = _newest(programme.masterplan_id, key, actor)
    sections = _sections(programme, actor)
    places = [Place(s.pk, _label(s), _page(pages, f"section-{s.code}", key, s.table)) for s in sections]
    if key in pages and "programmes" not in {section.table for section in sections}:
        places.append(Place(None, "Matriks program", str(pages[key])))
    return places, label


def page_of(section: Section, actor: Actor) -> tuple[str, str]:
    """The page of a section in the newest finished book the reader may see, and that book's version."""
    key = f"section-{section.code}"
    pages, label = _newest(section.masterplan.pk, key, actor)
    return (str(pages[key]), label) if label else ("", "")


def _newest(plan_id: int, key: str, actor: Actor) -> tuple[dict[str, int], str]:
    """The page map of the newest book that holds the key, and its version; empty when there is none."""
    books = Export.objects.visible_to(actor).filter(revision__masterplan_id=plan_id, page_map__has_key=key)
    found = books.order_by("-revision__number", "-pk").values_list("page_map", "revision__label").first()
    return found or ({}, "")


def _sections(programme: Programme, actor: Actor) -> list[Section]:
    """Texts that name it by code or name, and the live tables that list every programme."""
    tables = ["programmes", "roadmap", *(["quick_wins"] if programme.quick_win else [])]
    names = tuple(name for name in (programme.code, programme.name, programme.short_name) if name)
    return list(
        Section.objects.visible_to(actor)
        .filter(chapter__book__masterplan_id=programme.masterplan_id)
        .filter(Q(kind=SectionKind.TABLE, table__in=tables) | Mentions("body", names))
        .select_related("chapter__book")
        .defer("body", "figures")
        .order_by("chapter__book__order", "chapter__order", "order")
    )


def _label(section: Section) -> str:
    """Buku 2, BAB III.F Smart Environment."""
    book = section.chapter.book.title.replace("\N{EN DASH}", "-").partition(" - ")[0]
    number = section.chapter.number
    chapter = f"BAB {number}.{section.letter}" if number else section.chapter.title
    return f"{book}, {chapter} {section.title}"


def _page(pages: dict[str, int], section: str, programme: str, table: str) -> str:
    """Where the section begins; in the matrix, which is long, where the programme itself stands."""
    found = pages.get(programme) if table == "programmes" and section in pages else pages.get(section)
    return "" if found is None else str(found)


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
    """One plan year of one row; value is None while unknown. is_own: a year of the programme."""

    year: str
    value: Decimal | int | None
    is_own: bool
    is_achieved: bool = False


@dataclass(frozen=True)
class MeasureKnot:
    """One indicator with its targets; baseline with its unit, empty while unknown."""

    name: str
    unit: str
    baseline: str
    direction: str
    years: list[YearKnot]


@dataclass(frozen=True)
class MoneyKnot:
    """Rupiah of all sources together, or of one of them."""

    label: str
    years: list[YearKnot]


@dataclass(frozen=True)
class Thread:
    """outside: a sentence for each year outside the plan. shares: by source, only where any is known."""

    findings: list[FindingKnot]
    causes: list[Cause]
    measures: list[MeasureKnot]
    money: MoneyKnot
    shares: list[MoneyKnot]
    outside: list[str]
    targets: Filled
    rupiah: Filled
    places: list[Place]
    printed_in: str
    checks: list[Check]

    @property
    def passed(self) -> int:
        return sum(check.is_ok for check in self.checks)


def thread_of(programme: Programme, actor: Actor) -> Thread:
    """Three queries. Expects plan, indicators with targets, money and sources of funds to be at hand."""
    findings = list(
        Finding.objects.visible_to(actor)
        .live()
        .filter(programmes=programme)
        .select_related("session", "owner_opd")
        .order_by("code")
    )
    indicators, shares = list(programme.indicators.all()), list(programme.money.all())
    measures = [_measure(programme, row) for row in indicators] or [_measure(programme, Indicator())]
    money = MoneyKnot("Rp juta", _row(programme, _by_year(shares)))
    targets = _filled([knot for measure in measures for knot in measure.years])
    amounts = [int(knot.value) for knot in money.years if knot.value is not None]
    rupiah = _filled(money.years, sum(amounts) if amounts else None)
    places, printed_in = places_of(programme, actor)
    reads_text = plan_rules.can_read_living(actor, programme.masterplan)
    return Thread(
        findings=[_knot(finding) for finding in findings],
        causes=_causes(findings),
        measures=measures,
        money=money,
        shares=_shares(programme, shares),
        outside=outside_plan_years(indicators, shares, programme.masterplan.years),
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


def _measure(programme: Programme, indicator: Indicator) -> MeasureKnot:
    stored = {target.year: target for target in indicator.targets.all()} if indicator.pk else {}
    achieved = {year for year, target in stored.items() if target.is_achieved}
    values = {year: target.value for year, target in stored.items()}
    known = measured(decimal(indicator.baseline), indicator.unit)
    if known and indicator.baseline_year:
        known = f"{known} ({indicator.baseline_year})"
    direction = DIRECTIONS.get(indicator.direction, "")
    return MeasureKnot(indicator.name, indicator.unit, known, direction, _row(programme, values, achieved))


def _shares(programme: Programme, money: list[Money]) -> list[MoneyKnot]:
    if all(share.source is None for share in money):
        return []
    by_source: dict[str, list[Money]] = {}
    for share in sorted(money, key=lambda share: (share.source is None, share.source and share.source.order)):
        by_source.setdefault(share.source.label if share.source else UNDIVIDED, []).append(share)
    return [MoneyKnot(label, _row(programme, _by_year(own))) for label, own in by_source.items()]


def _by_year(money: list[Money]) -> dict[int, int]:
    found: dict[int, int] = {}
    for share in money:
        found[share.year] = found.get(share.year, 0) + share.rupiah
    return found


def _row(
    programme: Programme, values: Mapping[int, Decimal | int], achieved: Collection[int] = ()
) -> list[YearKnot]:
    def is_own(year: int) -> bool:
        return (programme.start_year or year) <= year <= (programme.end_year or year)

    return [
        YearKnot(str(year), values.get(year), is_own(year), year in achieved)
        for year in programme.masterplan.years
    ]


def _filled(knots: list[YearKnot], amount: int | None = None) -> Filled:
    known = sum(knot.value is not None for knot in knots)
    return Filled(known, sum(knot.is_own or knot.value is not None for knot in knots), amount)
