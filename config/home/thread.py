"""The state of the whole plan on one thread: counts and how far each is joined to the next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from bimtek.enums import FindingKind
from bimtek.models import BimtekSession, Finding
from commitments.enums import CommitmentState
from commitments.models import Agreement
from commitments.selectors import BoardRow
from masterplan.enums import SectionKind
from masterplan.models import Masterplan, Programme, ProgrammeYear, Section
from opd import clock


@dataclass(frozen=True)
class Stage:
    count: int
    noun: str
    text: str


@dataclass(frozen=True)
class Link:
    """`done` of `whole` are joined to the next stage; `url` opens the ones that are not."""

    done: int
    whole: int
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Thread:
    findings: Stage
    answered: Link
    programmes: Stage
    targeted: Link
    sections: Stage
    signed: Link
    commitments: Stage


def thread_of(plan: Masterplan, board: list[BoardRow]) -> Thread:
    """Three counting queries; the board is handed in because the page shows it too."""
    findings, answered = _findings(plan)
    programmes, targeted = _programmes(plan)
    signed, commitments = _commitments(board)
    return Thread(findings, answered, programmes, targeted, _sections(plan), signed, commitments)


def _findings(plan: Masterplan) -> tuple[Stage, Link]:
    answers = Programme.findings.through.objects.filter(
        finding_id=OuterRef("pk"), programme__set_aside_at__isnull=True
    )
    counts = (
        Finding.objects.filter(cycle_id=plan.cycle_id)
        .live()
        .aggregate(
            problems=Count("pk", filter=Q(kind=FindingKind.MASALAH)),
            strengths=Count("pk", filter=Q(kind=FindingKind.KEUNGGULAN)),
            answered=Count("pk", filter=Q(Exists(answers), kind=FindingKind.MASALAH)),
        )
    )
    problems, strengths, done = counts["problems"], counts["strengths"], counts["answered"]
    stage = Stage(problems + strengths, "temuan", f"{problems} permasalahan, {strengths} keunggulan")
    missing = problems - done
    link = Link(
        done,
        problems,
        f"{done} dari {problems} permasalahan terjawab",
        f"{reverse('bimtek:finding_list')}?kind=masalah&answered=no"
        if missing
        else reverse("bimtek:finding_list"),
        f"{missing} belum dijawab program" if missing else "Lihat semua temuan",
    )
    return stage, link


def _programmes(plan: Masterplan) -> tuple[Stage, Link]:
    years = ProgrammeYear.objects.filter(
        programme_id=OuterRef("pk"), target__isnull=False, year__gte=plan.valid_from, year__lte=plan.valid_to
    )
    counts = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .aggregate(
            whole=Count("pk"),
            quick=Count("pk", filter=Q(quick_win=True)),
            done=Count("pk", filter=Exists(years)),
        )
    )
    whole, done = counts["whole"], counts["done"]
    missing = whole - done
    link = Link(
        done,
        whole,
        f"{done} dari {whole} program bertarget",
        f"{reverse('masterplan:programme_list')}?gap=target"
        if missing
        else reverse("masterplan:programme_list"),
        f"{missing} belum bertarget" if missing else "Lihat semua program",
    )
    return Stage(whole, "program", f"{counts['quick']} calon quick win"), link


def _sections(plan: Masterplan) -> Stage:
    counts = Section.objects.filter(chapter__book__masterplan=plan).aggregate(
        whole=Count("pk"),
        ready=Count("pk", filter=Q(is_ready=True)),
        empty=Count("pk", filter=Q(kind=SectionKind.TEXT, body__isnull=True)),
        tables=Count("pk", filter=Q(kind=SectionKind.TABLE)),
    )
    writing = counts["whole"] - counts["ready"] - counts["empty"] - counts["tables"]
    return Stage(
        counts["whole"],
        "bagian naskah",
        f"{counts['ready']} siap, {writing} ditulis, {counts['empty']} belum disusun, "
        f"{counts['tables']} tabel hidup",
    )


def _commitments(board: list[BoardRow]) -> tuple[Link, Stage]:
    signed = sum(row.is_signed for row in board)
    missing = len(board) - signed
    link = Link(
        signed,
        len(board),
        f"{signed} dari {len(board)} OPD sudah menandatangani",
        reverse("commitments:board"),
        f"{missing} OPD belum menandatangani" if missing else "Lihat semua komitmen",
    )

    def count(state: str) -> int:
        return sum(row.state == state for row in board)

    text = (
        f"{count(CommitmentState.SIGNED)} setuju, {count(CommitmentState.SIGNED_WITH_NOTE)} dengan catatan, "
        f"{count(CommitmentState.DECLINED)} tidak setuju"
    )
    return link, Stage(len(board), "komitmen", text)


@dataclass(frozen=True)
class Milestone:
    day: date
    until: date | None
    text: str


def milestones(plan: Masterplan, *, is_final: bool = False) -> list[Milestone]:
    """What comes between today and the deadline: rounds, workshops, agreements, and the deadline itself."""
    today, cycle = clock.today(), plan.cycle
    found = [
        Milestone(due, None, f"Putaran tinjauan {number} ditutup")
        for number, due in plan.revisions.filter(rounds__decision="", rounds__due__gte=today).values_list(
            "rounds__number", "rounds__due"
        )
    ]
    for session in BimtekSession.objects.filter(cycle=cycle, start__gte=today):
        if session.start:
            found.append(Milestone(session.start, session.end, _placed(session, session.place)))
    for agreement in Agreement.objects.filter(cycle=cycle, dated__gte=today):
        if agreement.dated:
            found.append(Milestone(agreement.dated, None, _placed(agreement, agreement.place)))
    if cycle.deadline and cycle.deadline >= today and not is_final:
        found.append(Milestone(cycle.deadline, None, "Masterplan final"))
    return sorted(found, key=lambda milestone: milestone.day)


def _placed(what: object, place: str) -> str:
    return f"{what}, {place}" if place else str(what)
