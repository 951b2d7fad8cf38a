"""Refusals come in one order, whoever is asked: who (403) before when (409) before what (400)."""

import pytest

from commitments.decisions import services as decisions
from lib.errors import Conflict, Forbidden
from masterplan.versions.models import Revision
from tests import world as worlds

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def world():
    return worlds.build()


def final(world):
    revision = Revision.objects.get(pk=world.revision_approved.pk)
    return decisions.finalise(
        revision, actor=world.people["leader"], seen_sha256=revision.sha256, missing_reason="Menyusul."
    )


def test_who_may_not_order_a_book_does_not_hear_that_it_is_final(world):
    revision = final(world)
    with pytest.raises(Forbidden):
        decisions.request(revision, actor=world.people["head.own"])
    with pytest.raises(Conflict):
        decisions.request(revision, actor=world.people["editor"])


def test_a_version_that_cannot_become_final_is_said_before_the_reason_that_is_missing(world):
    for revision in (Revision.objects.get(pk=world.revision.pk), final(world)):
        with pytest.raises(Conflict):
            decisions.finalise(
                revision, actor=world.people["leader"], seen_sha256=revision.sha256, missing_reason=""
            )
