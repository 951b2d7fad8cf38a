"""One region's people find nothing of another's: every address, every method, and roles in both of them."""

from typing import Any

import pytest
from django.urls import reverse

from lib.access import access
from opd.accounts.models import Membership, User
from opd.accounts.roles import OPD_ROLES, Can, Role
from tests import world as worlds
from tests.opd import factories as opd
from tests.structure.test_permissions import ROWS, send
from tests.web import client_of
from tests.world import World

pytestmark = pytest.mark.django_db

OPEN = {"verify", "verify_form", "healthz", "api:verify"}
NAMED = [row for row in ROWS if len(row["url"].split()) > 1 and row["url"].split()[0] not in OPEN]


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def elsewhere() -> Any:
    """An office of another region; the offices of both bear the same codes."""
    return opd.opd(opd.region(), "DLH")


@pytest.mark.parametrize("role", list(Role))
def test_what_belongs_to_another_region_does_not_exist(world: World, elsewhere: Any, role: Role):
    client = client_of(opd.user(role, elsewhere if role in OPD_ROLES else elsewhere.region))
    found = {(row["url"], row["form"]): send(client, world, row).status_code for row in NAMED}
    assert {where: status for where, status in found.items() if status not in (404, 405)} == {}


@pytest.fixture
def reader(world: World, elsewhere: Any) -> User:
    """Reads this region as its leader, and writes for an OPD of the other one."""
    person = opd.user(Role.OPERATOR, elsewhere)
    Membership.objects.create(user=person, region=world.region, role=Role.LEADER)
    return person


def test_an_operator_of_another_region_writes_nothing_here(world: World, reader: User):
    client = client_of(reader)
    for name, pk in (
        ("bimtek:finding_add", None),
        ("bimtek:finding_record", world.session.pk),
        ("masterplan:programme_add", None),
    ):
        answer = client.post(reverse(name, args=[pk] if pk else []), {"title": "", "name": ""})
        assert (name, answer.status_code) == (name, 403)


def test_the_opds_of_a_person_are_told_by_region(world: World, elsewhere: Any, reader: User):
    mine = access(reader)
    assert mine.opds_for(Can.EDIT_PROGRAMME) == {elsewhere.pk}
    assert mine.opds_for(Can.EDIT_PROGRAMME, region_id=elsewhere.region_id) == {elsewhere.pk}
    assert mine.opds_for(Can.EDIT_PROGRAMME, region_id=world.region.pk) == set()
