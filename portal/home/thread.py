"""The state of the whole plan on one thread: counts and how far each is joined to the next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from commitments.letters import rules as letters_rules
from commitments.letters.board.selectors import slugs_of
from commitments.letters.models import CommitmentState
from lib import clock
from masterplan.versions.selectors import waiting
from portal.home.context import HomeContext
from portal.home.counts import Counts


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

    @property
    def missing(self) -> int:
        return self.whole - self.done


@dataclass(frozen=True)
class Thread:
    findings: Stage
    answered: Link
    programmes: Stage
    targeted: Link
    sections: Stage
    signed: Link
    commitments: Stage


def thread_of(context: HomeContext) -> Thread:
    counts = context.counts
    findings, answered = _findings(counts)
    programmes, targeted = _programmes(counts)
    signed, commitments = _commitments(context)
    return Thread(findings, answered, programmes, targeted, _sections(counts), signed, commitments)


def _findings(counts: Counts) -> tuple[Stage, Link]:
    problems, strengths, missing = sum(counts.problems.values()), counts.strengths, counts.unanswered
    done = problems - missing
    stage = Stage(problems + strengths, "temuan", f"{problems} permasalahan, {strengths} keunggulan")
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


def _programmes(counts: Counts) -> tuple[Stage, Link]:
    whole, done = counts.programmes, counts.targeted
    missing = whole - done
    link = Link(
        done,
        whole,
        f"{done} dari {whole} program bertarget",
        f"{reverse('masterplan:programme_list')}?gap=bare"
        if missing
        else reverse("masterplan:programme_list"),
        f"{missing} belum bertarget" if missing else "Lihat semua program",
    )
    return Stage(whole, "program", f"{counts.quick_wins} calon quick win"), link


def _sections(counts: Counts) -> Stage:
    writing = counts.sections - counts.ready - counts.empty - counts.tables
    return Stage(
        counts.sections,
        "bagian naskah",
        f"{counts.ready} siap, {writing} ditulis, {counts.empty} belum disusun, {counts.tables} tabel hidup",
    )


def _commitments(context: HomeContext) -> tuple[Link, Stage]:
    """Whoever does not see the board is told the numbers without a link."""
    board = context.board
    can_see = letters_rules.can_see_board(context.user, context.plan.region_id)
    unsigned = [row for row in board if not row.is_signed]
    missing, signed = len(unsigned), len(board) - len(unsigned)
    url = reverse("commitments:board") if can_see else ""
    link = Link(
        signed,
        len(board),
        f"{signed} dari {len(board)} OPD sudah menandatangani",
        f"{url}?keadaan={slugs_of(unsigned)}" if url and missing else url,
        f"{missing} OPD belum menandatangani" if missing else "Lihat semua komitmen",
    )

    def count(state: str) -> int:
        return sum(row.state == state for row in board)

    text = (
        f"{count(CommitmentState.SIGNED)} setuju, {count(CommitmentState.SIGNED_WITH_NOTE)} dengan catatan, "
        f"{count(CommitmentState.DECLINED)} tidak setuju"
    )
    letters = sum(row.commitment is not None for row in board)
    return link, Stage(letters, "komitmen", text)


@dataclass(frozen=True)
class Milestone:
    day: date
    until: date | None
    text: str


def milestones(context: HomeContext, *, is_final: bool = False) -> list[Milestone]:
    """What comes between today and the deadline: rounds, workshops, agreements, and the deadline itself."""
    today, deadline = clock.today(), context.plan.cycle.deadline
    found = [
        Milestone(round_.due, None, f"Putaran tinjauan {round_.number} ditutup")
        for _, round_ in waiting(context.versions)
        if round_.due >= today
    ]
    for session in context.coming_sessions:
        if session.start:
            found.append(Milestone(session.start, session.end, _placed(session, session.place)))
    for agreement in context.agreements:
        if agreement.dated and agreement.dated >= today:
            found.append(Milestone(agreement.dated, None, _placed(agreement, agreement.place)))
    if deadline and deadline >= today and not is_final:
        found.append(Milestone(deadline, None, "Masterplan final"))
    return sorted(found, key=lambda milestone: milestone.day)


def _placed(what: object, place: str) -> str:
    return f"{what}, {place}" if place else str(what)
