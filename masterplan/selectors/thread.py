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
class Place:
    """A part of the book that holds the programme; `page` is the printed page of `Thread.printed_in`."""

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
    printed_in: str
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
    places, printed_in = _places(programme, actor)
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
        checks=_checks(
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


def _places(programme: Programme, actor: Actor) -> tuple[list[Place], str]:
    """Sections that hold the programme with their pages in the newest finished book the reader may see."""
    key = f"programme-{programme.code}"
    books = Export.objects.visible_to(actor).filter(
        revision__masterplan_id=programme.masterplan_id, page_map__has_key=key
    )
    newest = books.order_by("-revision__number", "-pk").values("page_map", "revision__label").first()
    pages: dict[str, int] = newest["page_map"] if newest else {}
    sections = _sections(programme, actor)
    places = [Place(s.pk, _label(s), _page(pages, f"section-{s.code}", key, s.table)) for s in sections]
    if key in pages and "programmes" not in {section.table for section in sections}:
        places.append(Place(None, "Matriks program", str(pages[key])))
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


def _page(pages: dict[str, int], section: str, programme: str, table: str) -> str:
    """Where the section begins; in the matrix, which is long, where the programme itself stands."""
    found = pages.get(programme) if table == "programmes" and section in pages else pages.get(section)
    return "" if found is None else str(found)


def _checks(
    programme: Programme, answered: int, targets: Filled, rupiah: Filled, *, is_in_text: bool | None
) -> list[Check]:
    """Each said as it stands. None: the reader does not see the text, so nothing is said of it."""
    indicator = next(iter(programme.indicators.all()), None)
    checks = [
        _check(answered, f"Menjawab {answered} temuan", "Belum menjawab temuan"),
        _check(indicator and indicator.name, "Indikator disebut", "Indikator belum disebut"),
        _check(indicator and indicator.baseline is not None, "Nilai dasar terisi", "Nilai dasar belum diisi"),
        _check(targets.is_complete, "Target lengkap", "Target belum lengkap", _known(targets)),
        _check(rupiah.is_complete, "Rupiah lengkap", "Rupiah belum lengkap", _known(rupiah)),
        _check(programme.funding_sources.all(), "Sumber dana disebut", "Sumber dana belum disebut"),
    ]
    if is_in_text is not None:
        checks.append(_check(is_in_text, "Tercantum di naskah", "Belum tercantum di naskah"))
    if months := programme.horizon.max_months:
        known = programme.start_year is not None and programme.end_year is not None
        checks.append(_check(known, f"Selesai dalam {months} bulan", "Tahun mulai atau selesai belum diisi"))
    return checks


def _check(holds: object, done: str, missing: str, note: str = "") -> Check:
    return Check(bool(holds), done if holds else missing, note)


def _known(filled: Filled) -> str:
    return (
        f"{filled.known} dari {filled.expected} terisi" if filled.expected else "Tahunnya di luar masterplan"
    )
