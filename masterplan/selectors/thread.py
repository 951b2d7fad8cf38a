"""The thread of one programme: findings, causes, targets, pages of the book, and what is missing in it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from bimtek.models import Finding
from masterplan import rules
from masterplan.enums import SectionKind
from masterplan.models import Export, Programme, Section
from masterplan.selectors.programmes import Filled
from opd.authorization import Actor


@dataclass(frozen=True)
class FindingKnot:
    """`pk` is None where the reader may not open the finding's page."""

    pk: int | None
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
class Place:
    """A part of the book that holds the programme; `page` is the printed page of `Thread.version`."""

    pk: int | None
    label: str
    page: str


@dataclass(frozen=True)
class Check:
    is_ok: bool
    text: str
    note: str = ""


@dataclass(frozen=True)
class Thread:
    findings: list[FindingKnot]
    causes: list[Cause]
    years: list[YearKnot]
    earlier: list[YearKnot]
    targets: Filled
    rupiah: Filled
    places: list[Place]
    version: str
    checks: list[Check]

    @property
    def passed(self) -> int:
        return sum(check.is_ok for check in self.checks)


def thread_of(programme: Programme, actor: Actor) -> Thread:
    """Five queries. Expects plan, indicators, years and sources of funds to be at hand."""
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
    places, version = _places(programme, actor)
    can_open = rules.can_read_living(actor, programme.masterplan)
    return Thread(
        findings=[_knot(finding, can_open=can_open) for finding in findings],
        causes=_causes(findings),
        years=years,
        earlier=earlier,
        targets=targets,
        rupiah=rupiah,
        places=places,
        version=version,
        checks=_checks(
            programme, len(findings), targets, rupiah, is_in_text=bool(places) if can_open else None
        ),
    )


def _knot(finding: Finding, *, can_open: bool) -> FindingKnot:
    session = finding.session
    return FindingKnot(
        pk=finding.pk if can_open else None,
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


def _places(programme: Programme, actor: Actor) -> tuple[list[Place], str]:
    """Sections that hold the programme with their pages in the newest finished book the reader may see."""
    key = f"programme-{programme.code}"
    books = Export.objects.visible_to(actor).filter(
        revision__masterplan_id=programme.masterplan_id, page_map__has_key=key
    )
    newest = books.order_by("-revision__number", "-pk").values("page_map", "revision__label").first()
    pages: dict[str, int] = newest["page_map"] if newest else {}
    places = [
        Place(section.pk, _label(section), _page(pages, f"section-{section.code}"))
        for section in _sections(programme, actor)
    ]
    if key in pages:
        places.append(Place(None, "Matriks program", _page(pages, key)))
    return places, newest["revision__label"] if newest else ""


def _sections(programme: Programme, actor: Actor) -> list[Section]:
    """Texts that name it by code or name, and the live tables that list every programme."""
    tables = ["programmes", "roadmap", *(["quick_wins"] if programme.quick_win else [])]
    named = Q(kind=SectionKind.TABLE, table__in=tables)
    for name in {programme.code, programme.name, programme.short_name} - {""}:
        named |= Q(text__icontains=name)
    return list(
        Section.objects.visible_to(actor)
        .filter(chapter__book__masterplan_id=programme.masterplan_id)
        .annotate(text=Cast("body", TextField()))
        .filter(named)
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


def _page(pages: dict[str, int], key: str) -> str:
    return str(pages[key]) if key in pages else ""


def _checks(
    programme: Programme, answered: int, targets: Filled, rupiah: Filled, *, is_in_text: bool | None
) -> list[Check]:
    indicator = next(iter(programme.indicators.all()), None)
    funds = [source.label for source in programme.funding_sources.all()]
    checks = [
        Check(answered > 0, f"Menjawab {answered} temuan" if answered else "Belum menjawab temuan"),
        Check(bool(indicator and indicator.name), "Indikator disebut"),
        Check(bool(indicator and indicator.baseline is not None), "Nilai dasar terisi"),
        Check(targets.is_complete, "Target tiap tahun", f"{targets.known} dari {targets.expected} terisi"),
        Check(rupiah.is_complete, "Rupiah tiap tahun", f"{rupiah.known} dari {rupiah.expected} terisi"),
        Check(bool(funds), "Sumber dana disebut"),
    ]
    if is_in_text is not None:
        checks.append(Check(is_in_text, "Tercantum di naskah"))
    if programme.horizon.max_months:
        known = programme.start_year is not None and programme.end_year is not None
        checks.append(Check(known, f"Selesai dalam {programme.horizon.max_months} bulan"))
    return checks
