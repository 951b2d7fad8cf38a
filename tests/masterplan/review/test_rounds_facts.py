"""What a round and its comments keep: numbers, days, people, and a form sent twice."""

import uuid
from datetime import timedelta

import pytest

from masterplan.enums import Decision
from masterplan.services import reviews
from opd import clock
from opd.authorization import SYSTEM
from opd.enums import Role
from opd.errors import Conflict
from opd.models import AuditEvent
from tests.masterplan import factories
from tests.opd import factories as opd

pytestmark = pytest.mark.django_db


def in_a_week():
    return clock.today() + timedelta(days=7)


def say(round_, world, **values):
    values = {"section": world.section, **values}
    return reviews.add_comment(
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
    made = reviews.open_round(world.revision, actor=SYSTEM, due=clock.today())
    assert made.due == clock.today()


def test_a_round_says_who_opened_it_and_until_when(world):
    factories.decided(world.round)
    editor = world.people["editor"]
    made = reviews.open_round(world.revision, actor=editor, due=in_a_week())
    event = AuditEvent.objects.filter(act="round.opened").latest("pk")
    assert (made.opened_by, event.actor) == (editor, editor)
    assert (event.object_id, event.changes) == (str(made.pk), {"due": in_a_week().isoformat()})


@pytest.mark.parametrize("later", [0, 1])
def test_another_order_for_a_version_in_review_is_no_double_click(world, later):
    """Another person, or another day: that one is told that the round is open already."""
    factories.decided(world.round)
    reviews.open_round(world.revision, actor=world.people["editor"], due=in_a_week())
    other = opd.user(Role.EDITOR, world.region) if later == 0 else world.people["editor"]
    with pytest.raises(Conflict, match="masih ditinjau"):
        reviews.open_round(world.revision, actor=other, due=in_a_week() + timedelta(days=later))


def test_a_comment_keeps_its_words_its_place_and_its_author(world):
    made = say(world.round, world, quote=" Sungai mengalir ", block="aaaa0001")
    made.refresh_from_db()
    assert (made.text, made.quote, made.block) == ("Sebutkan.", "Sungai mengalir", "aaaa0001")
    assert (made.section, made.programme) == (world.section, None)
    assert made.author == world.people["facilitator"]
