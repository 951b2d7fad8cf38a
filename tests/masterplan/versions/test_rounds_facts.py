"""What a round and its comments keep: numbers, days, people, and a form sent twice."""

import uuid
from datetime import timedelta

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Invalid, StaleVersion
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions.models import RevisionState
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Comment, Decision
from opd.accounts.roles import Role
from tests.masterplan import factories
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def in_a_week():
    return clock.today() + timedelta(days=7)


def say(round_, world, **values):
    values = {"section": world.section, **values}
    return rounds.add_comment(
        round_, actor=world.people["facilitator"], text="Sebutkan.", uid=uuid.uuid4(), **values
    )


def test_the_rounds_of_a_plan_are_numbered_from_one_whatever_other_plans_have(world):
    plan = factories.plan()
    first = factories.in_review(plan)
    factories.decided(first, Decision.RETURNED)
    assert (first.number, factories.in_review(plan).number) == (1, 2)


def test_the_comments_of_a_round_are_numbered_from_one(world):
    factories.decided(world.round, Decision.RETURNED)
    round_ = factories.in_review(world.plan)
    assert [say(round_, world).number, say(round_, world).number] == [1, 2]


def test_a_round_may_end_today(world):
    factories.decided(world.round)
    made = rounds.open_round(world.revision, actor=SYSTEM, due=clock.today())
    assert made.due == clock.today()


def test_a_round_says_who_opened_it_and_until_when(world):
    factories.decided(world.round)
    editor = world.people["editor"]
    made = rounds.open_round(world.revision, actor=editor, due=in_a_week())
    event = AuditEvent.objects.filter(act="round.opened").latest("pk")
    assert (made.opened_by, event.actor) == (editor, editor)
    assert (event.object_id, event.changes) == (str(made.pk), {"due": in_a_week().isoformat()})


@pytest.mark.parametrize("later", [0, 1])
def test_another_order_for_a_version_in_review_is_no_double_click(world, later):
    """Another person, or another day: that one is told that the round is open already."""
    factories.decided(world.round)
    rounds.open_round(world.revision, actor=world.people["editor"], due=in_a_week())
    other = opd.user(Role.EDITOR, world.region) if later == 0 else world.people["editor"]
    with pytest.raises(Conflict, match="masih ditinjau"):
        rounds.open_round(world.revision, actor=other, due=in_a_week() + timedelta(days=later))


def test_a_comment_keeps_its_words_its_place_and_its_author(world):
    made = say(world.round, world, quote=" Sungai mengalir ", anchor="aaaa0001")
    thread = Comment.objects.get(pk=made.pk).thread
    assert (thread.opening.text, thread.quote, thread.anchor) == ("Sebutkan.", "Sungai mengalir", "aaaa0001")
    assert (made.section, made.programme) == (world.section, None)
    assert thread.opening.author == world.people["facilitator"]


def test_its_thread_says_what_it_is_about(world):
    section = say(world.round, world).thread
    programme = say(world.round, world, section=None, programme=world.programme).thread
    assert (section.kind, section.revision) == ("comment", world.revision_in_review.token)
    assert (section.subject_kind, section.subject) == ("section", world.section.code)
    assert (programme.subject_kind, programme.subject) == ("programme", str(world.programme.uid))
    assert section.region == world.region


@pytest.mark.parametrize(
    ("name", "standing"),
    [("editor", ("", "Editor")), ("operator.own", ("Dlh", "Operator OPD")), (None, ("", ""))],
)
def test_a_message_keeps_the_office_and_capacity_of_its_author(world, name, standing):
    actor = world.people[name] if name else SYSTEM
    done = rounds.answer(world.comment, actor=actor, answer=Answer.ACCEPTED, text="", expected_version=0)
    opening, said = done.thread.messages.all()
    assert (opening.office, opening.capacity) == ("", "Fasilitator")
    assert (said.office, said.capacity) == standing


@pytest.mark.parametrize("on", ["section", "programme"])
def test_the_trail_names_what_was_commented(world, on):
    target = world.rows[on]
    made = say(world.round, world, **{"section": None, on: target})
    event = AuditEvent.objects.filter(act="comment.added").latest("pk")
    assert (event.object_id, event.changes) == (str(made.pk), {"on": str(target)})


def test_words_may_be_exactly_as_long_as_is_said(world):
    uid, facilitator = uuid.uuid4(), world.people["facilitator"]
    made = rounds.add_comment(
        world.round, actor=facilitator, text="x" * 4000, uid=uid, section=world.section, quote="y" * 1000
    )
    assert (len(made.thread.opening.text), len(made.thread.quote)) == (4000, 1000)
    done = rounds.answer(made, actor=SYSTEM, answer=Answer.EXPLAINED, text="z" * 4000, expected_version=0)
    assert len(done.thread.answer.text) == 4000


def test_what_the_version_does_not_hold_is_refused_at_its_field(world):
    with pytest.raises(Invalid) as refusal:
        say(world.round, world, section=None, programme=world.programme_new)
    assert set(refusal.value.fields) == {"on"}


def test_a_programme_of_the_same_code_in_another_plan_is_not_meant(world):
    twin = factories.programme(factories.plan(), code=world.programme.code)
    with pytest.raises(Invalid, match="tidak ada dalam versi"):
        say(world.round, world, section=None, programme=twin)


def test_the_trail_tells_the_answer_before_and_after(world):
    editor = world.people["editor"]
    first = rounds.answer(
        world.comment, actor=editor, answer=Answer.EXPLAINED, text="Ada di Bab II.", expected_version=0
    )
    assert answered() == {"answer": ["", "explained"], "answer_text": ["", "Ada di Bab II."]}
    version = first.thread.version
    rounds.answer(
        first, actor=editor, answer=Answer.EXPLAINED, text="Ada di Bab III.", expected_version=version
    )
    assert answered() == {"answer_text": ["Ada di Bab II.", "Ada di Bab III."]}


def answered():
    return AuditEvent.objects.filter(act="comment.answered").latest("pk").changes


@pytest.mark.parametrize(
    ("answer", "text", "field"),
    [(None, "Sudah.", "answer"), (Answer.ACCEPTED, "x" * 4001, "answer_text")],
)
def test_what_is_no_answer_is_refused_at_its_field(world, answer, text, field):
    with pytest.raises(Invalid) as refusal:
        rounds.answer(world.comment, actor=SYSTEM, answer=answer, text=text, expected_version=0)
    assert set(refusal.value.fields) == {field}


def test_a_conflict_of_answers_shows_both_in_words(world):
    operator = world.people["operator.own"]
    theirs = rounds.answer(
        world.comment, actor=operator, answer=Answer.EXPLAINED, text="Ada di Bab II.", expected_version=0
    )
    with pytest.raises(StaleVersion) as refusal:
        rounds.answer(
            world.comment,
            actor=world.people["editor"],
            answer=Answer.REJECTED,
            text=" Bukan kami. ",
            expected_version=0,
        )
    said = refusal.value
    assert [(row.label, row.mine, row.theirs, row.field) for row in said.differences] == [
        ("Jawaban", Answer.REJECTED.label, Answer.EXPLAINED.label, ""),
        ("Penjelasan", "Bukan kami.", "Ada di Bab II.", "answer_text"),
    ]
    assert (said.version, said.changed_at) == (theirs.thread.version, theirs.thread.answer.at)


def test_a_conflict_of_answers_knows_that_one_side_may_have_none(world):
    with pytest.raises(StaleVersion) as refusal:
        rounds.answer(world.comment, actor=SYSTEM, answer=None, text="Belum.", expected_version=7)
    assert (refusal.value.differences[0].mine, refusal.value.differences[0].theirs) == ("", "")
    assert (refusal.value.version, refusal.value.changed_by) == (0, "")


def closed(world):
    for comment in world.round.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
    return rounds.close_round(world.round, actor=world.people["editor"], expected_comments=ANY)


def test_a_closed_round_keeps_who_closed_it(world):
    closed(world)
    world.round.refresh_from_db()
    assert world.round.closed_by == world.people["editor"]
    event = AuditEvent.objects.filter(act="round.closed").latest("pk")
    assert (event.object_id, event.changes) == (str(world.round.pk), {"comments": 3})


def decided(world, decision=Decision.APPROVED, reason=""):
    return rounds.decide(
        closed(world),
        actor=world.people["facilitator"],
        decision=decision,
        reason=reason,
        seen_sha256=world.revision_in_review.sha256,
    )


def test_a_decision_keeps_who_took_it_and_why(world):
    decided(world, Decision.RETURNED, " Perbaiki Bab II. ")
    world.round.refresh_from_db()
    assert (world.round.decision, world.round.reason) == ("returned", "Perbaiki Bab II.")
    assert world.round.decided_by == world.people["facilitator"]
    assert world.round.decided_at is not None
    event = AuditEvent.objects.filter(act="round.decided").latest("pk")
    assert event.changes == {"decision": "returned", "reason": "Perbaiki Bab II."}
    moved = AuditEvent.objects.filter(act="revision.returned").latest("pk")
    assert moved.object_id == str(world.revision_in_review.pk)
    assert moved.changes == {"state": ["in_review", "returned"], "note": "Perbaiki Bab II."}


def test_an_approval_supersedes_the_version_of_this_plan_and_of_no_other(world):
    elsewhere = factories.approved(factories.plan())
    decided(world)
    elsewhere.refresh_from_db()
    assert elsewhere.state == RevisionState.APPROVED
    event = AuditEvent.objects.filter(act="revision.superseded").latest("pk")
    assert event.object_id == str(world.revision_approved.pk)
    assert event.changes == {"state": ["approved", "superseded"], "note": "digantikan v0.3"}
