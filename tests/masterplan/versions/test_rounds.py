"""The rulebook of a review round: opened, commented, answered, closed, decided, in this order."""

import uuid
from datetime import timedelta

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.errors import Conflict, Forbidden, Invalid, StaleVersion
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from tests.masterplan import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOT_EDITOR = ["admin", "operator.own", "head.own", "leader", "facilitator", "nobody"]
NOT_FACILITATOR = ["admin", "editor", "operator.own", "head.own", "leader", "nobody"]


def in_a_week():
    return clock.today() + timedelta(days=7)


@pytest.fixture
def editor(world):
    return world.people["editor"]


@pytest.fixture
def facilitator(world):
    return world.people["facilitator"]


def settle(world):
    """Answer everything, so that the round may be closed."""
    for comment in world.round.comments.unanswered():
        rounds.answer(
            comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="", expected_version=0
        )


def decide(world, decision=Decision.APPROVED, reason="", **values):
    seen = values.pop("seen_sha256", world.revision_in_review.sha256)
    actor = world.people["facilitator"]
    return rounds.decide(world.round, actor=actor, decision=decision, reason=reason, seen_sha256=seen)


class TestOpening:
    def test_one_round_is_open_in_a_plan(self, world, editor):
        with pytest.raises(Conflict, match="masih ditinjau"):
            rounds.open_round(world.revision, actor=editor, due=in_a_week())

    def test_a_decided_round_makes_room_for_the_next(self, world, editor):
        factories.decided(world.round)
        made = rounds.open_round(world.revision, actor=editor, due=in_a_week())
        assert (made.number, made.is_open) == (world.round.number + 1, True)
        assert made.revision.state == "in_review"

    def test_an_older_version_does_not_come_after_a_newer_one_in_force(self, world, editor, client):
        newest = factories.frozen(world.plan)
        factories.decided(world.round, Decision.RETURNED)
        factories.decided(factories.in_review(world.plan))
        with pytest.raises(Conflict, match="lebih baru dan sudah disetujui"):
            rounds.open_round(newest, actor=editor, due=in_a_week())
        client.force_login(editor)
        assert "tidak ditinjau lagi" in client.get(f"/revisions/{newest.pk}/").content.decode()

    def test_the_same_order_twice_opens_one_round(self, world, editor):
        factories.decided(world.round)
        first = rounds.open_round(world.revision, actor=editor, due=in_a_week())
        assert rounds.open_round(world.revision, actor=editor, due=in_a_week()) == first

    @pytest.mark.parametrize("due", [None, clock.today() - timedelta(days=1)])
    def test_a_round_needs_a_day_that_is_still_to_come(self, world, editor, due):
        factories.decided(world.round)
        with pytest.raises(Invalid) as refusal:
            rounds.open_round(world.revision, actor=editor, due=due)
        assert "due" in refusal.value.fields

    @pytest.mark.parametrize("row", ["revision_returned", "revision_approved"])
    def test_a_version_is_reviewed_once(self, world, editor, row):
        factories.decided(world.round, Decision.RETURNED)
        with pytest.raises(Conflict):
            rounds.open_round(world.rows[row], actor=editor, due=None)

    @pytest.mark.parametrize("name", NOT_EDITOR)
    def test_only_an_editor_opens(self, world, name):
        with pytest.raises(Forbidden):
            rounds.open_round(world.revision, actor=world.people[name], due=None)


class TestCommenting:
    def say(self, world, **values):
        said = {"text": "Sebutkan sumbernya.", "uid": uuid.uuid4(), "actor": world.people["facilitator"]}
        target = {} if {"section", "programme"} & values.keys() else {"section": world.section}
        return rounds.add_comment(world.round, **{**said, **target, **values})

    def test_comments_are_numbered_in_the_round(self, world):
        last = world.round.comments.order_by("thread__number").last().number
        assert [self.say(world).number, self.say(world).number] == [last + 1, last + 2]

    def test_one_uid_gives_one_comment(self, world):
        uid = uuid.uuid4()
        assert self.say(world, uid=uid) == self.say(world, uid=uid)
        with pytest.raises(Conflict, match="komentar lain"):
            self.say(world, uid=uid, text="Kedua kali.")
        assert world.round.comments.get(thread__uid=uid).thread.opening.text == "Sebutkan sumbernya."

    def test_a_comment_without_a_uid_is_refused(self, world):
        with pytest.raises(Invalid, match="Muat ulang"):
            self.say(world, uid=None)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"text": "  "}, "text"),
            ({"text": "x" * 4001}, "text"),
            ({"quote": "x" * 1001}, "quote"),
            ({"section": None}, "on"),
        ],
    )
    def test_what_cannot_be_a_comment_names_its_field(self, world, values, field):
        with pytest.raises(Invalid) as refusal:
            self.say(world, **values)
        assert field in refusal.value.fields

    def test_a_comment_is_about_one_thing(self, world):
        with pytest.raises(Invalid):
            self.say(world, section=world.section, programme=world.programme)

    def test_what_was_written_after_the_freeze_is_not_in_the_version(self, world):
        with pytest.raises(Invalid, match="tidak ada dalam versi"):
            self.say(world, programme=world.programme_new)

    def test_another_plan_is_not_reviewed_here(self, world):
        with pytest.raises(Invalid):
            self.say(world, section=factories.section(factories.plan()))

    def test_a_closed_round_takes_no_comment(self, world, editor):
        settle(world)
        rounds.close_round(world.round, actor=editor, expected_comments=ANY)
        with pytest.raises(Conflict, match="ditutup"):
            self.say(world, text="")

    @pytest.mark.parametrize("name", NOT_FACILITATOR)
    def test_only_a_facilitator_comments(self, world, name):
        with pytest.raises(Forbidden):
            self.say(world, actor=world.people[name])


class TestAnswering:
    def test_staff_accepts_without_a_word(self, world, editor):
        done = rounds.answer(world.comment, actor=editor, answer=Answer.ACCEPTED, text="", expected_version=0)
        assert (done.thread.answer.verdict, done.thread.answer.author) == ("accepted", editor)

    @pytest.mark.parametrize("answer", [Answer.REJECTED, Answer.EXPLAINED])
    def test_refusing_and_explaining_need_words(self, world, editor, answer):
        with pytest.raises(Invalid) as refusal:
            rounds.answer(world.comment, actor=editor, answer=answer, text=" ", expected_version=0)
        assert "answer_text" in refusal.value.fields

    @pytest.mark.parametrize(("answer", "text"), [(None, "Sudah."), (Answer.ACCEPTED, "x" * 4001)])
    def test_what_is_no_answer_is_refused(self, world, editor, answer, text):
        with pytest.raises(Invalid):
            rounds.answer(world.comment, actor=editor, answer=answer, text=text, expected_version=0)

    def test_an_answer_given_meanwhile_is_not_overwritten(self, world, editor):
        operator = world.people["operator.own"]
        rounds.answer(
            world.comment, actor=operator, answer=Answer.EXPLAINED, text="Ada di Bab II.", expected_version=0
        )
        with pytest.raises(StaleVersion) as refusal:
            rounds.answer(
                world.comment,
                actor=editor,
                answer=Answer.REJECTED,
                text="Bukan kewenangan kami.",
                expected_version=0,
            )
        texts = {(row.mine, row.theirs) for row in refusal.value.differences}
        assert ("Bukan kewenangan kami.", "Ada di Bab II.") in texts
        assert refusal.value.changed_by == str(operator)

    def test_an_answer_that_was_read_can_be_bettered(self, world, editor):
        first = rounds.answer(
            world.comment, actor=editor, answer=Answer.EXPLAINED, text="Ada di Bab II.", expected_version=0
        )
        seen = first.thread.version
        done = rounds.answer(
            first, actor=editor, answer=Answer.ACCEPTED, text="Ditambahkan.", expected_version=seen
        )
        assert (done.thread.answer.verdict, done.thread.answer.text) == ("accepted", "Ditambahkan.")
        assert done.thread.version > seen

    def test_the_same_answer_twice_is_one(self, world, editor):
        first = rounds.answer(
            world.comment, actor=editor, answer=Answer.ACCEPTED, text="", expected_version=0
        )
        again = rounds.answer(
            world.comment, actor=editor, answer=Answer.ACCEPTED, text="", expected_version=0
        )
        assert again.thread.version == first.thread.version

    def test_an_unanswered_comment_has_version_0(self, world):
        assert world.comment.thread.version == 0

    def test_a_closed_round_keeps_its_answers(self, world, editor):
        settle(world)
        rounds.close_round(world.round, actor=editor, expected_comments=ANY)
        with pytest.raises(Conflict, match="tidak dapat diubah"):
            rounds.answer(world.comment, actor=editor, answer=None, text="", expected_version=0)

    def test_an_operator_answers_on_sections_assigned_to_the_own_office(self, world):
        operator = world.people["operator.own"]
        assert rounds.answer(
            world.comment, actor=operator, answer=Answer.ACCEPTED, text="", expected_version=0
        ).thread.answer
        for comment in (world.comment_other, world.comment_answered):
            with pytest.raises(Forbidden):
                rounds.answer(comment, actor=operator, answer=Answer.ACCEPTED, text="", expected_version=0)

    @pytest.mark.parametrize("name", ["admin", "operator.other", "head.own", "leader", "facilitator"])
    def test_nobody_else_answers(self, world, name):
        with pytest.raises(Forbidden):
            rounds.answer(
                world.comment, actor=world.people[name], answer=Answer.ACCEPTED, text="", expected_version=0
            )


class TestClosing:
    def test_an_unanswered_comment_keeps_the_round_open(self, world, editor):
        with pytest.raises(Conflict, match="2 komentar tanpa jawaban"):
            rounds.close_round(world.round, actor=editor, expected_comments=ANY)

    def test_a_round_closes_when_all_is_answered(self, world, editor):
        settle(world)
        done = rounds.close_round(world.round, actor=editor, expected_comments=3)
        assert (done.is_open, done.closed_by) == (False, editor)

    def test_a_round_closes_once(self, world, editor):
        settle(world)
        rounds.close_round(world.round, actor=editor, expected_comments=ANY)
        with pytest.raises(Conflict, match="sudah ditutup"):
            rounds.close_round(world.round, actor=editor, expected_comments=ANY)

    @pytest.mark.parametrize("seen", [-1, 2, 4])
    def test_who_has_not_seen_all_comments_does_not_close(self, world, editor, seen):
        settle(world)
        with pytest.raises(Conflict, match="komentar lain"):
            rounds.close_round(world.round, actor=editor, expected_comments=seen)

    @pytest.mark.parametrize("name", NOT_EDITOR)
    def test_only_an_editor_closes(self, world, name):
        with pytest.raises(Forbidden):
            rounds.close_round(world.round, actor=world.people[name], expected_comments=ANY)


class TestDeciding:
    def closed(self, world):
        settle(world)
        rounds.close_round(world.round, actor=SYSTEM, expected_comments=ANY)

    def test_an_open_round_is_not_decided(self, world):
        with pytest.raises(Conflict, match="belum ditutup"):
            decide(world)

    def test_approval_puts_the_version_in_force_and_supersedes_the_one_before(self, world):
        self.closed(world)
        done = decide(world)
        world.revision_approved.refresh_from_db()
        assert (done.revision.state, world.revision_approved.state) == ("approved", "superseded")

    def test_a_returned_version_leaves_the_one_in_force(self, world):
        self.closed(world)
        done = decide(world, Decision.RETURNED, "Perbaiki Bab II.")
        world.revision_approved.refresh_from_db()
        assert (done.revision.state, done.reason) == ("returned", "Perbaiki Bab II.")
        assert world.revision_approved.state == "approved"

    @pytest.mark.parametrize(("decision", "field"), [(Decision.RETURNED, "reason"), (None, "decision")])
    def test_what_is_missing_names_its_field(self, world, decision, field):
        self.closed(world)
        with pytest.raises(Invalid) as refusal:
            decide(world, decision)
        assert field in refusal.value.fields

    def test_the_decision_is_about_the_version_that_was_read(self, world):
        self.closed(world)
        with pytest.raises(Conflict, match="bukan versi ini"):
            decide(world, seen_sha256="0" * 64)

    def test_a_round_is_decided_once(self, world):
        self.closed(world)
        decide(world)
        with pytest.raises(Conflict, match="sudah diputuskan"):
            decide(world, Decision.RETURNED, "Berubah pikiran.")

    @pytest.mark.parametrize("name", NOT_FACILITATOR)
    def test_only_a_facilitator_decides(self, world, name):
        self.closed(world)
        with pytest.raises(Forbidden):
            rounds.decide(world.round, actor=world.people[name], decision=None, reason="", seen_sha256="seen")
