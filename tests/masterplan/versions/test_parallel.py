"""Many press at once: what people order happens once, and what excludes the other is refused in words."""

import uuid
from datetime import timedelta
from functools import partial

import pytest

from commitments.decisions import services as decisions
from lib import clock
from lib.access import SYSTEM
from lib.errors import Conflict
from lib.threads.models import Answer, Thread
from lib.versioned.services import ANY
from masterplan.programmes.models import Programme
from masterplan.versions import services as versions_services
from masterplan.versions.files import services as files
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from opd.accounts.roles import Role
from tests import world as worlds
from tests.masterplan import factories
from tests.opd import factories as opd
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return worlds.build()


def refusals(results):
    """The refusals among what came back; anything else that was raised is a fault."""
    faults = [one for one in results if isinstance(one, Exception) and not isinstance(one, Conflict)]
    assert faults == []
    return [one for one in results if isinstance(one, Conflict)]


def numbers(plan):
    return list(Revision.objects.filter(masterplan=plan).order_by("number").values_list("number", flat=True))


def test_two_freezes_make_two_numbers_or_one_refusal(world):
    before = len(numbers(world.plan))
    results = at_once([partial(versions_services.freeze, world.plan, actor=SYSTEM, expected_number=ANY)] * 2)
    made = 2 - len(refusals(results))
    assert made >= 1
    assert numbers(world.plan) == list(range(1, before + made + 1))


def test_a_double_click_freezes_once(world):
    before = numbers(world.plan)
    order = partial(
        versions_services.freeze, world.plan, actor=world.people["editor"], expected_number=before[-1]
    )
    results = at_once([order] * 4)
    assert refusals(results) == []
    assert {row.number for row in results} == {before[-1] + 1}
    assert len(numbers(world.plan)) == len(before) + 1


def test_two_editors_who_saw_the_same_page_freeze_once(world):
    before = numbers(world.plan)
    people = [world.people["editor"], opd.user(Role.EDITOR, world.region)]
    results = at_once(
        [
            partial(versions_services.freeze, world.plan, actor=one, expected_number=before[-1])
            for one in people
        ]
    )
    assert len(refusals(results)) == 1
    assert len(numbers(world.plan)) == len(before) + 1


def test_a_freeze_while_somebody_edits_never_breaks(world):
    def edit():
        for name in ("Kali Bersih A", "Kali Bersih B", "Kali Bersih C"):
            Programme.objects.filter(pk=world.programme_new.pk).update(name=name)

    results = at_once(
        [edit, partial(versions_services.freeze, world.plan, actor=SYSTEM, expected_number=ANY), edit]
    )
    refusals(results)


def test_two_rounds_at_once_open_one(world):
    factories.decided(world.round)
    second, due = factories.frozen(world.plan), clock.today() + timedelta(days=7)
    versions = [world.revision, second]
    results = at_once([partial(rounds.open_round, row, actor=SYSTEM, due=due) for row in versions])
    assert len(refusals(results)) == 1
    assert Revision.objects.filter(masterplan=world.plan, state="in_review").count() == 1


def test_a_comment_sent_twice_is_one(world):
    uid = uuid.uuid4()
    say = partial(
        rounds.add_comment,
        world.round,
        actor=world.people["facilitator"],
        text="Dua kali.",
        uid=uid,
        section=world.section,
    )
    results = at_once([say] * 4)
    assert refusals(results) == []
    assert {row.pk for row in results} == {world.round.comments.get(thread__uid=uid).pk}


def test_parallel_comments_get_their_own_numbers(world):
    def say():
        return worlds.comment(world, section=world.section).number

    assert refusals(results := at_once([say] * 6)) == []
    assert len(set(results)) == 6


def test_a_round_never_closes_over_an_unanswered_comment(world):
    for comment in world.round.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
    close = partial(rounds.close_round, world.round, actor=SYSTEM, expected_comments=3)
    results = at_once([close, partial(worlds.comment, world, section=world.section)])
    assert len(refusals(results)) == 1
    world.round.refresh_from_db()
    assert world.round.is_open == world.round.comments.unanswered().exists()


def test_of_two_answers_the_second_is_told(world):
    people = [world.people["editor"], world.people["operator.own"]]
    explain = partial(rounds.answer, world.comment, answer=Answer.EXPLAINED, expected_version=0)
    results = at_once([partial(explain, actor=one, text=str(one)) for one in people])
    assert len(refusals(results)) == 1
    said = Thread.objects.get(pk=world.comment.thread_id)
    assert (said.version, said.answer.text) == (1, str(said.answer.author))


def test_a_round_is_decided_once(world):
    settle(world)
    seen = world.revision_in_review.sha256
    decide = partial(decisions.decide, world.round, actor=world.people["facilitator"], seen_sha256=seen)
    both = [
        partial(decide, decision=Decision.APPROVED, reason=""),
        partial(decide, decision=Decision.RETURNED, reason="Perbaiki Bab II."),
    ]
    assert len(refusals(at_once(both))) == 1
    world.round.refresh_from_db()
    world.revision_in_review.refresh_from_db()
    assert world.round.decision == world.revision_in_review.state


def settle(world):
    for comment in world.round.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
    rounds.close_round(world.round, actor=SYSTEM, expected_comments=ANY)


def test_a_book_ordered_twice_is_made_once(world, monkeypatch):
    monkeypatch.setattr("lib.jobs.services.ring", lambda task, pk: None)
    order = partial(
        files.request_file, world.revision, actor=world.people["editor"], edition={"book": "B1"}, book="B1"
    )
    results = at_once([order] * 4)
    assert refusals(results) == []
    assert {row.pk for row in results} == {Export.objects.get(revision=world.revision).pk}
