"""One world, and its twin in another region whose people have the same roles and no business here."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoDbBlocker

from lib.access import Actor
from opd.accounts.roles import OPD_ROLES, Role
from tests import world as worlds
from tests.opd import factories as opd
from tests.world import World


@dataclass
class Here:
    """The world, everybody of it by name, and those who are not of it."""

    world: World
    people: dict[str, Actor]
    strangers: list[Actor]


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Here]:
    with worlds.undone(django_db_blocker):
        world = worlds.build()
        yield Here(world, dict(world.people), [AnonymousUser(), *twins()])


def twins() -> list[Actor]:
    """Everybody of another region, and one of each role in an office there."""
    region = opd.region()
    office = opd.opd(region, "DLH")
    return [opd.user(role, office if role in OPD_ROLES else region) for role in Role]
