"""Plans, programmes, sections and frozen versions for tests."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any, NamedTuple

from bimtek.cycle.models import Cycle
from lib import clock
from lib.access import SYSTEM
from lib.audit import services as audit
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.plan.models import FundingSource, Horizon, Masterplan, PlanState
from masterplan.programmes.document import IndicatorData
from masterplan.programmes.models import Indicator, Money, Programme, Target
from masterplan.sections.models import Book, Chapter, Section
from masterplan.versions import services as versions
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision, ReviewRound
from opd.offices.models import Opd
from tests.bimtek import factories as bimtek
from tests.opd import factories as opd

_numbers = count(1)
BODY = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "attrs": {"id": "aaaa0001"},
            "content": [{"type": "text", "text": "Sungai mengalir ke utara."}],
        }
    ],
}


def plan(of: Cycle | None = None, **values: Any) -> Masterplan:
    """A ten-year plan with the three horizons and two sources of funds; the first of a region is current."""
    of = of or bimtek.cycle()
    if not Masterplan.objects.filter(region=of.region_id, state=PlanState.CURRENT):
        values = {"state": PlanState.CURRENT, **values}
    defaults = {"title": "Masterplan Contoh", "base_year": 2026, "valid_from": 2027, "valid_to": 2036}
    made = Masterplan.objects.create(
        region=of.region, cycle=of, slug=values.pop("slug", of.slug), **{**defaults, **values}
    )
    for order, (code, label, to, months) in enumerate(
        [
            ("QW", "Quick Win", 2027, 12),
            ("JP", "Jangka Pendek", 2031, None),
            ("JPJ", "Jangka Panjang", 2036, None),
        ],
        1,
    ):
        Horizon.objects.create(
            masterplan=made,
            code=code,
            order=order,
            label=label,
            year_from=2027,
            year_to=to,
            max_months=months,
        )
    for order, code in enumerate(["APBD-KAB", "CSR"], 1):
        FundingSource.objects.create(masterplan=made, code=code, order=order, label=code)
    return made


class Cell(NamedTuple):
    """What tests say of one year: the target of the first indicator, and rupiah of no source."""

    target: Any = None
    rupiah: int | None = None


def numbers(
    years: Mapping[int, Cell] | None = None, indicator: str = "", unit: str = "", baseline: Any = None
) -> dict[str, Any]:
    """Indicators and money of a ProgrammeData with one indicator."""
    years = years or {}
    targets = {year: cell.target for year, cell in years.items() if cell.target is not None}
    return {
        "indicators": {1: IndicatorData(indicator, unit, baseline=baseline, targets=targets)},
        "money": {(year, None): cell.rupiah for year, cell in years.items() if cell.rupiah is not None},
    }


def cells(of: Programme) -> dict[int, tuple[Any, int | None, bool]]:
    """Target, rupiah of all sources and whether it was achieved, by year in order."""
    targets = {row.year: row for row in Target.objects.filter(indicator__programme=of)}
    money: dict[int, int] = {}
    for row in Money.objects.filter(programme=of):
        money[row.year] = money.get(row.year, 0) + row.rupiah
    return {
        year: (
            targets[year].value if year in targets else None,
            money.get(year),
            year in targets and targets[year].is_achieved,
        )
        for year in sorted({*targets, *money})
    }


def achieved(of: Programme, *years: int) -> None:
    Target.objects.filter(indicator__programme=of, year__in=years).update(is_achieved=True)


def programme(
    of: Masterplan, lead: Opd | None = None, *, cells: dict[int, Any] | None = None, **values: Any
) -> Programme:
    """`cells` maps a year to (target, rupiah)."""
    dimension = values.pop("dimension", None) or bimtek.dimension(of.cycle)
    n = next(_numbers)
    defaults = {
        "code": f"P-{dimension.code}-{n:02d}",
        "name": f"Kali Bersih {n}",
        "lead_opd": lead or opd.opd(of.cycle.region),
        "horizon": Horizon.objects.get(masterplan=of, code="JPJ"),
    }
    made = Programme.objects.create(masterplan=of, dimension=dimension, **{**defaults, **values})
    if cells:
        indicator = Indicator.objects.create(programme=made, name="Titik pantau", unit="titik", baseline="2")
        for year, (target, rupiah) in cells.items():
            if target is not None:
                Target.objects.create(indicator=indicator, year=year, value=target)
            if rupiah is not None:
                Money.objects.create(programme=made, year=year, rupiah=rupiah)
    return made


def section(of: Masterplan, **values: Any) -> Section:
    n = next(_numbers)
    book, _ = Book.objects.get_or_create(
        masterplan=of, code="B1", defaults={"order": 1, "title": "Buku 1 - Analisis"}
    )
    chapter, _ = Chapter.objects.get_or_create(
        book=book, order=1, defaults={"number": "I", "title": "Pendahuluan"}
    )
    defaults = {
        "code": f"B1-1-{n}",
        "order": chapter.sections.count() + 1,
        "title": f"Latar Belakang {n}",
        "body": BODY,
    }
    return Section.objects.create(chapter=chapter, **{**defaults, **values})


def frozen(of: Masterplan) -> Revision:
    return versions.freeze(of, actor=SYSTEM, expected_number=ANY)


def in_review(of: Masterplan) -> ReviewRound:
    return rounds.open_round(frozen(of), actor=SYSTEM, due=clock.today() + timedelta(days=7))


def decided(round_: ReviewRound, decision: Decision = Decision.APPROVED) -> Revision:
    """Close the round, answering what is open, and decide it."""
    for comment in round_.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
    rounds.close_round(round_, actor=SYSTEM, expected_comments=ANY)
    done = rounds.decide(
        round_, actor=SYSTEM, decision=decision, reason="Perbaiki Bab I.", seen_sha256=round_.revision.sha256
    )
    return done.revision


def approved(of: Masterplan) -> Revision:
    return decided(in_review(of))


def export(of: Revision, **values: Any) -> Export:
    made = Export.objects.create(revision=of, format="pdf", requested_at=clock.now(), **values)
    audit.record(SYSTEM, "export.requested", made, {"book": made.book, "final": made.is_final})
    return made


def deadline() -> date:
    return clock.today() + timedelta(days=10)
