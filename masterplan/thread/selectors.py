"""The thread of one programme: findings, causes, targets, pages of the book, and what is missing in it."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Func, Q

from bimtek.findings.models import Finding
from lib.access import Actor
from masterplan.plan import rules as plan_rules
from masterplan.programmes.models import Programme
from masterplan.programmes.selectors import Check, Filled, checks_of
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
    year: str
    target: Decimal | None
    rupiah: int | None
    is_achieved: bool
    is_own: bool
    is_after: bool = False


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
    reads_text = plan_rules.can_read_living(actor, programme.masterplan)
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
            year > plan.valid_to,
        )

    return [knot(y) for y in plan.years], [knot(y) for y in sorted(stored) if y not in plan.years]
