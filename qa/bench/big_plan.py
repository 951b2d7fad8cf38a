"""A large plan, row by row the same every time: the living part, without versions or letters."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession
from commitments.letters.services import seed_letters
from lib.access import SYSTEM
from masterplan.plan.models import FundingSource, Horizon, Masterplan, PlanState
from masterplan.programmes.models import Indicator, Money, Programme, Target
from masterplan.sections.models import Book, Chapter, Section
from opd.offices.models import OfficeHolder, Opd, Region
from qa.bench import prose

SLUG = "besar"
FIRST_YEAR = 2027
YEARS = 10
NAMES = uuid.UUID("6f2b0f6e-3b0c-4a58-9d2a-000000009901")
DIMENSIONS = ("GOV", "BRA", "ECO", "LIV", "SOC", "ENV")
TABLES = (
    "findings",
    "vision_keywords",
    "targets",
    "programmes",
    "roadmap",
    "dimension_summary",
    "quick_wins",
)
OFFICES, FINDINGS, PROGRAMMES, SECTIONS, LETTERS = 60, 240, 300, 120, 8000
CHAPTERS = 4
BOOKS = 3


@dataclass
class Frame:
    """What programmes and findings hang on."""

    plan: Masterplan
    offices: Sequence[Opd]
    sessions: Sequence[BimtekSession]
    dimensions: Sequence[Dimension]
    subdimensions: Sequence[Subdimension]
    horizons: Sequence[Horizon]
    funds: Sequence[FundingSource]


def build() -> Masterplan:
    """Call inside one transaction."""
    frame = _frame()
    findings = _findings(frame)
    _programmes(frame, findings)
    _books(frame)
    seed_letters(frame.plan, actor=SYSTEM)
    return frame.plan


def _frame() -> Frame:
    region = Region.objects.create(
        code="99.01",
        kind="kabupaten",
        name="Kabupaten Contoh Besar",
        capital="Kota Contoh",
        province="Provinsi Contoh",
    )
    offices = _offices(region)
    cycle = Cycle.objects.create(
        region=region,
        slug=SLUG,
        year=FIRST_YEAR - 1,
        name="Gerakan Menuju Smart City",
        deadline=date(FIRST_YEAR + YEARS, 9, 30),
        leading_office=offices[0],
        ministry_name="Kementerian Contoh",
    )
    dimensions = Dimension.objects.bulk_create(
        Dimension(cycle=cycle, code=code, order=order, name=f"Smart {code.title()}", meaning="Makna.")
        for order, code in enumerate(DIMENSIONS, 1)
    )
    subdimensions = Subdimension.objects.bulk_create(
        Subdimension(dimension=of, code=f"{of.code}-{n}", order=n, tag=f"{of.code} {n}", name_id="Layanan")
        for of in dimensions
        for n in (1, 2, 3)
    )
    sessions = BimtekSession.objects.bulk_create(
        BimtekSession(cycle=cycle, stage=stage, start=_day(at * 40), end=_day(at * 40 + 1), place="Aula")
        for at, stage in enumerate(("I", "II", "III", "IV"))
    )
    plan = _plan(cycle)
    return Frame(plan, offices, sessions, dimensions, subdimensions, _horizons(plan), _funds(plan))


def _day(days: int) -> date:
    return date(FIRST_YEAR - 1, 1, 12) + timedelta(days=days)


def _offices(region: Region) -> list[Opd]:
    offices = Opd.objects.bulk_create(
        Opd(
            region=region,
            code=f"DINAS{n:02d}",
            official_name=f"Dinas Urusan Nomor {n}",
            short_name=f"Dinas {n}",
            kind="dinas",
            head_title=f"Kepala Dinas Urusan Nomor {n}",
            order=n,
        )
        for n in range(1, OFFICES + 1)
    )
    OfficeHolder.objects.bulk_create(
        OfficeHolder(
            opd=of, name=f"Pejabat {of.short_name}", nip=f"19700101 199003 1 {of.order:03d}", since=_day(-900)
        )
        for of in offices
    )
    return offices


def _plan(cycle: Cycle) -> Masterplan:
    made: Masterplan = Masterplan.objects.create(
        region=cycle.region,
        cycle=cycle,
        slug=SLUG,
        state=PlanState.CURRENT,
        title="Masterplan Smart City Contoh Besar",
        base_year=FIRST_YEAR - 1,
        valid_from=FIRST_YEAR,
        valid_to=FIRST_YEAR + YEARS - 1,
        vision="Kabupaten yang melayani.",
        keywords=[{"letter": "M", "keyword": "Melayani"}, {"letter": "T", "keyword": "Terhubung"}],
    )
    return made


def _horizons(plan: Masterplan) -> list[Horizon]:
    ends = (("QW", "Quick Win", 0, 12), ("JP", "Jangka Pendek", 4, None), ("JPJ", "Jangka Panjang", 9, None))
    return Horizon.objects.bulk_create(
        Horizon(
            masterplan=plan,
            code=code,
            order=order,
            label=label,
            year_from=FIRST_YEAR,
            year_to=FIRST_YEAR + years,
            max_months=months,
        )
        for order, (code, label, years, months) in enumerate(ends, 1)
    )


def _funds(plan: Masterplan) -> list[FundingSource]:
    labels = ("APBD Kabupaten", "APBD Provinsi", "APBN", "CSR", "KPBU")
    return FundingSource.objects.bulk_create(
        FundingSource(masterplan=plan, code=label.upper().replace(" ", "-")[:20], order=order, label=label)
        for order, label in enumerate(labels, 1)
    )


def _findings(frame: Frame) -> list[Finding]:
    chance = random.Random("findings")  # noqa: S311 -- must be the same every time
    rows = []
    for n in range(FINDINGS):
        part = frame.subdimensions[n % len(frame.subdimensions)]
        rows.append(
            Finding(
                cycle=frame.plan.cycle,
                session=frame.sessions[n % len(frame.sessions)],
                code=f"T-{n + 1:03d}",
                uid=uuid.uuid5(NAMES, f"finding/{n}"),
                kind="keunggulan" if n % 4 == 3 else "masalah",
                title=prose.sentence(chance)[:120].replace("*", ""),
                description=prose.paragraph(chance, 200).replace("*", ""),
                root_cause=prose.sentence(chance).replace("*", ""),
                dimension=part.dimension,
                subdimension=part,
                area=["Kecamatan Utara"] if n % 3 == 0 else [],
                owner_opd=frame.offices[n % len(frame.offices)],
                evidence_value=Decimal(n + 1) if n % 2 else None,
                evidence_unit="persen" if n % 2 else "",
                evidence_year=FIRST_YEAR - 2 if n % 2 else None,
                source_url="https://data.example/temuan",
            )
        )
    cycle = frame.plan.cycle
    cycle.last_finding_number = FINDINGS
    cycle.save(update_fields=["last_finding_number"])
    return Finding.objects.bulk_create(rows)


def _programmes(frame: Frame, findings: Sequence[Finding]) -> None:
    chance = random.Random("programmes")  # noqa: S311 -- must be the same every time
    made = Programme.objects.bulk_create(_programme(frame, n, chance) for n in range(PROGRAMMES))
    indicators = Indicator.objects.bulk_create(
        Indicator(programme=row, name="Cakupan layanan", unit="persen", baseline=Decimal(n % 40))
        for n, row in enumerate(made)
    )
    Target.objects.bulk_create(
        (
            Target(indicator=row, year=FIRST_YEAR + step, value=Decimal(n % 40 + 5 * step))
            for n, row in enumerate(indicators)
            for step in range(YEARS)
        ),
        batch_size=500,
    )
    Money.objects.bulk_create(
        (
            Money(
                programme=row,
                year=FIRST_YEAR + step,
                rupiah=250_000_000 + 10_000_000 * ((n * 7 + step) % 90),
            )
            for n, row in enumerate(made)
            for step in range(YEARS)
            if (n + step) % 11
        ),
        batch_size=500,
    )
    _link(frame, made, findings)


def _programme(frame: Frame, n: int, chance: random.Random) -> Programme:
    part = frame.subdimensions[n % len(frame.subdimensions)]
    return Programme(
        masterplan=frame.plan,
        code=f"P-{part.dimension.code}-{n + 1:03d}",
        uid=uuid.uuid5(NAMES, f"programme/{n}"),
        name=prose.sentence(chance)[:90].replace("*", ""),
        short_name=f"Program {n + 1}",
        description=prose.paragraph(chance, 300).replace("*", ""),
        dimension=part.dimension,
        subdimension=part,
        lead_opd=frame.offices[n % len(frame.offices)],
        horizon=frame.horizons[1 + n % 2],
        quick_win=n % 25 == 0,
        start_year=FIRST_YEAR,
        end_year=FIRST_YEAR + YEARS - 1,
        source_url="https://data.example/program",
    )


def _link(frame: Frame, made: Sequence[Programme], findings: Sequence[Finding]) -> None:
    supports, funds, answers = [], [], []
    for n, row in enumerate(made):
        for step in (1, 2):
            of = frame.offices[(n + 7 * step) % len(frame.offices)]
            supports.append(Programme.supporting_opds.through(programme_id=row.pk, opd_id=of.pk))
        for step in range(1 + n % 2):
            fund = frame.funds[(n + step) % len(frame.funds)]
            funds.append(Programme.funding_sources.through(programme_id=row.pk, fundingsource_id=fund.pk))
        for step in range(1 + n % 3 // 2):
            finding = findings[(n + 5 * step) % len(findings)]
            answers.append(Programme.findings.through(programme_id=row.pk, finding_id=finding.pk))
    Programme.supporting_opds.through.objects.bulk_create(supports)
    Programme.funding_sources.through.objects.bulk_create(funds)
    Programme.findings.through.objects.bulk_create(answers)


def _books(frame: Frame) -> None:
    """`SECTIONS` with prose over three books, and one live table of each kind at their ends."""
    chapters = []
    for order in range(1, BOOKS + 1):
        book = Book.objects.create(
            masterplan=frame.plan, code=f"B{order}", order=order, title=f"Buku {order} - Bagian {order}"
        )
        chapters += Chapter.objects.bulk_create(
            Chapter(book=book, order=n, number=("I", "II", "III", "IV")[n - 1], title=f"Bab {n}")
            for n in range(1, CHAPTERS + 1)
        )
    rows = [_section(chapters[n % len(chapters)], n // len(chapters) + 1, n, frame) for n in range(SECTIONS)]
    last = SECTIONS // len(chapters) + 2
    rows += [
        Section(
            chapter=chapters[at],
            code=f"{chapters[at].book.code}-T{at}",
            order=last,
            title=table,
            kind="table",
            table=table,
        )
        for at, table in enumerate(TABLES)
    ]
    Section.objects.bulk_create(rows)


def _section(chapter: Chapter, order: int, n: int, frame: Frame) -> Section:
    return Section(
        chapter=chapter,
        code=f"{chapter.book.code}-{chapter.order}-{order}",
        order=order,
        title=f"Bagian contoh nomor {n + 1}",
        body=prose.body(f"section/{n}", LETTERS),
        is_ready=n % 2 == 0,
        assigned_opd=frame.offices[n % len(frame.offices)] if n % 3 == 0 else None,
    )
