"""The illustrative plan as it lived: loaded, filled, frozen three times, reviewed, promised."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from commitments.decisions import services as decisions
from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from commitments.signing import services as signing
from lib import clock
from lib.access import Actor
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.programmes import services as programmes
from masterplan.programmes.models import Programme
from masterplan.programmes.selectors import data_of, links_of
from masterplan.programmes.tables import ProgrammeRow
from masterplan.sections import services as sections
from masterplan.sections.body.ids import derived_id
from masterplan.sections.body.schema import Doc
from masterplan.sections.body.text import body_from_text
from masterplan.sections.models import Section
from masterplan.versions import services as versions
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision, ReviewRound
from opd.accounts import services as accounts
from opd.accounts.models import User
from opd.offices.models import Opd
from portal.demo import people, texts
from portal.demo.figures import figures_of
from portal.regions import services as regions
from portal.regions.folder import RegionFolder

SLUG = "bekasi-contoh"
WORDS = uuid.UUID("6f2b0f6e-3b0c-4a58-9d2a-000000003216")


@dataclass
class Story:
    """The plan, its people, and the moment at which the deadline is ten days away, in the region's time."""

    plan: Masterplan
    users: dict[str, User]
    opds: dict[str, Opd]
    now: datetime

    def day(self, days: int, hour: int = 9) -> datetime:
        return datetime.combine(self.now.date() + timedelta(days=days), time(hour), tzinfo=self.now.tzinfo)


def relative(folder: RegionFolder, today: date) -> RegionFolder:
    """The real folder with its own slug and its calendar moved to today: deadline in ten days."""
    shift = today.year - folder.masterplan.base_year
    plan = replace(
        folder.masterplan,
        slug=SLUG,
        base_year=today.year,
        valid_from=folder.masterplan.valid_from + shift,
        valid_to=folder.masterplan.valid_to + shift,
    )
    horizons = tuple(
        replace(row, year_from=row.year_from + shift, year_to=row.year_to + shift) for row in folder.horizons
    )
    days = {"I": (-170, -169), "II": (-120, -119), "III": (-62, -61), "IV": (8, 9)}
    sessions = tuple(
        replace(
            row,
            start=today + timedelta(days=days[row.stage][0]),
            end=today + timedelta(days=days[row.stage][1]),
            place=row.place or "Aula Kantor Bupati, Cikarang Pusat",
        )
        for row in folder.sessions
    )
    cycle = replace(
        folder.cycle,
        year=today.year,
        name=f"Gerakan Menuju Smart City {today.year}",
        deadline=today + timedelta(days=10),
    )
    agreements = tuple(
        replace(row, date=today + timedelta(days=9) if row.kind == "komitmen bersama" else None)
        for row in folder.agreements
    )
    return replace(
        folder, masterplan=plan, horizons=horizons, sessions=sessions, cycle=cycle, agreements=agreements
    )


def tell(folder: RegionFolder, now: datetime, *, actor: Actor) -> Story:
    """Build the whole plan as it is at `now`, an hour of the region; call inside one transaction.

    `actor` loads what people find when they come; everything later is done by the accounts of the story.
    """
    today = now.date()
    with clock.at(datetime.combine(today - timedelta(days=169), time(9), tzinfo=now.tzinfo)):
        plan, _ = regions.load(relative(folder, today), actor=actor, is_illustrative=True)
        opds = {opd.code: opd for opd in Opd.objects.filter(region_id=plan.region_id)}
        users = people.make_accounts(plan.cycle.region, opds, actor=actor)
        people.seat_holders(opds, today - timedelta(days=700), actor=actor)
        story = Story(plan, users, opds, now)
        _fill(story, folder.programmes, actor=actor)
    with clock.at(story.day(-60)):
        _write(story)
    _first_version(story)
    _second_version(story)
    _third_version(story)
    return story


def _fill(story: Story, rows: tuple[ProgrammeRow, ...], *, actor: Actor) -> None:
    """Ten years of targets and rupiah for every programme."""
    plan = story.plan
    joined = ("masterplan__cycle", "dimension", "subdimension", "lead_opd", "horizon")
    rows_of_plan = Programme.objects.filter(masterplan=plan).select_related(*joined)
    linked = rows_of_plan.prefetch_related("supporting_opds", "findings", "funding_sources")
    known = {programme.code: programme for programme in linked}
    funds = plan.funding_sources.order_by("order")[:1]
    for row in rows:
        data, figures = data_of(known[row.code], links_of(known[row.code])), figures_of(row, plan.years)
        filled = replace(
            data,
            indicators={1: figures.indicator},
            money={(year, None): rupiah for year, rupiah in figures.rupiah.items()},
            funding_sources=data.funding_sources or list(funds),
        )
        programmes.update(known[row.code], filled, actor=actor, expected_version=ANY)


def _write(story: Story) -> None:
    editor = story.users["editor"]
    rows = Section.objects.filter(chapter__book__masterplan=story.plan)
    for code, office in texts.ASSIGNED.items():
        section = rows.get(code=code)
        sections.assign(section, actor=editor, opd=story.opds[office], expected_version=section.version)
    for section in rows.filter(code__in=texts.TEXTS):
        body = _body(section.code, texts.TEXTS[section.code])
        sections.write(section, actor=editor, body=body, expected_version=section.version)
    for section in rows.exclude(code__in=texts.NOT_READY):
        if section.body:
            sections.mark_ready(section, actor=editor, is_ready=True, expected_version=section.version)


def _body(code: str, parts: tuple[str, ...]) -> Doc:
    """The same ids every time, so that the plan has the same hash every time."""
    body = body_from_text("\n\n".join(parts))
    taken: set[str] = set()
    for number, block in enumerate(body["content"]):
        block["attrs"]["id"] = derived_id(f"{code}/{number}", taken)
    return body


def _first_version(story: Story) -> None:
    """v0.1: reviewed, approved, promised by six offices."""
    round_ = _review(story, texts.COMMENTS_1, opened=-42, due=-35)
    revision = _approve(story, round_, day=-35)
    with clock.at(story.day(-34)):
        letters.issue_all(revision, actor=story.users["editor"], only=texts.FIRST_SIGNERS)
    for number, code in enumerate(texts.FIRST_SIGNERS):
        _answer(story, code, story.day(-31 + number % 4, 10 + number), SignDecision.AGREE)


def _second_version(story: Story) -> None:
    """v0.2: three slices changed, approved, letters to everybody, most of the answers in."""
    with clock.at(story.day(-20)):
        for code in texts.CHANGED:
            _raise_target(story, code)
    round_ = _review(story, texts.COMMENTS_2, opened=-16, due=-11)
    revision = _approve(story, round_, day=-11)
    with clock.at(story.day(-10)):
        asked = set(story.opds) - {texts.NOT_REISSUED}
        letters.issue_all(revision, actor=story.users["editor"], only=asked)
    _answers(story)
    with clock.at(story.day(-1)):
        decisions.request(revision, actor=story.users["editor"])


def _answers(story: Story) -> None:
    """Two of three offices have answered; one declined, some with a note, the last ones have not."""
    declined, reason = texts.DECLINED
    _answer(story, declined, story.day(-6, 14), SignDecision.DECLINE, reason)
    for number, (code, note) in enumerate(texts.NOTES.items()):
        _answer(story, code, story.day(-7 + number, 11), SignDecision.AGREE_WITH_NOTE, note)
    waiting = Commitment.objects.filter(masterplan=story.plan, state=CommitmentState.PREPARING)
    codes = list(
        waiting.exclude(opd__code__in=["DLH", "DINKES", texts.VACANT]).values_list("opd__code", flat=True)
    )
    for number, code in enumerate(codes[: len(codes) * 5 // 9]):
        _answer(story, code, story.day(-9 + number % 8, 8 + number % 8), SignDecision.AGREE)


def _third_version(story: Story) -> None:
    """v0.3: in review with open and answered comments, while drafting goes on."""
    with clock.at(story.day(-6)):
        _raise_target(story, "P-SOC-01")
        section = Section.objects.get(chapter__book__masterplan=story.plan, code="B2-4-3")
        added = "Uji pulih cadangan data dilakukan dua kali setahun."
        body = _body("B2-4-3", (*texts.TEXTS["B2-4-3"], added))
        sections.write(section, actor=story.users["editor"], body=body, expected_version=section.version)
    round_ = _review(story, texts.COMMENTS_3, opened=-4, due=3)
    with clock.at(story.day(-2, 8)):
        accounts.note_sign_in(story.users["facilitator"], actor=story.users["facilitator"])
    kinds = (Answer.ACCEPTED, Answer.EXPLAINED, Answer.REJECTED)
    words = ("", "Tahun dasar memakai hasil pendataan Bimtek III.", "Angka menunggu RPJMD yang baru.")
    with clock.at(story.day(-1, 15)):
        for number, comment in enumerate(round_.comments.order_by("thread__number")[:3]):
            rounds.answer(
                comment,
                actor=story.users["editor"],
                answer=kinds[number],
                text=words[number],
                expected_version=0,
            )


def _review(
    story: Story, comments: tuple[tuple[str, str, str], ...], *, opened: int, due: int
) -> ReviewRound:
    with clock.at(story.day(opened)):
        revision = versions.freeze(story.plan, actor=story.users["editor"], expected_number=ANY)
        round_ = rounds.open_round(revision, actor=story.users["editor"], due=story.day(due).date())
    for number, (kind, code, text) in enumerate(comments, 1):
        with clock.at(story.day(opened + 1, 9 + number)):
            target: dict[str, Section | Programme] = (
                {"section": Section.objects.get(chapter__book__masterplan=story.plan, code=code)}
                if kind == "section"
                else {"programme": Programme.objects.get(masterplan=story.plan, code=code)}
            )
            uid = uuid.uuid5(WORDS, f"{revision.number}/{number}")
            rounds.add_comment(round_, actor=story.users["facilitator"], text=text, uid=uid, **target)  # type: ignore[arg-type]
    return round_


def _approve(story: Story, round_: ReviewRound, *, day: int) -> Revision:
    editor = story.users["editor"]
    with clock.at(story.day(day - 1)):
        for comment in round_.comments.all():
            rounds.answer(
                comment,
                actor=editor,
                answer=Answer.ACCEPTED,
                text="Sudah diperbaiki dalam naskah.",
                expected_version=0,
            )
        rounds.close_round(round_, actor=editor, expected_comments=ANY)
    with clock.at(story.day(day)):
        done = decisions.decide(
            round_,
            actor=story.users["facilitator"],
            decision=Decision.APPROVED,
            reason="",
            seen_sha256=round_.revision.sha256,
        )
    revision = done.revision
    revision.refresh_from_db()
    return revision


def _raise_target(story: Story, code: str) -> None:
    """What was pledged grows by a little, so its office has to sign again."""
    programme = Programme.objects.get(masterplan=story.plan, code=code)
    data, year = data_of(programme, links_of(programme)), story.plan.valid_from + 1
    first = data.indicators[1]
    raised = {**first.targets, year: first.targets.get(year, Decimal()) + 2}
    more = replace(data, indicators={**data.indicators, 1: replace(first, targets=raised)})
    programmes.update(programme, more, actor=story.users["editor"], expected_version=programme.version)


def _answer(story: Story, code: str, at: datetime, decision: SignDecision, note: str = "") -> None:
    commitment = Commitment.objects.get(
        masterplan=story.plan, opd__code=code, state=CommitmentState.PREPARING
    )
    with clock.at(at):
        signing.illustrate(
            commitment, actor=story.users[f"head.{code.lower()}"], decision=decision, note=note
        )
