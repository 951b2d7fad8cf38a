"""One world for all tests of a module, and every actor signed in once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests import world as worlds
from tests.world import World


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with worlds.undone(django_db_blocker):
        yield worlds.build()


@pytest.fixture(scope="module")
def callers(shared_world: World, django_db_blocker: Any) -> dict[str, Client]:
    """What a request does to a session is taken back with the rest."""
    with django_db_blocker.unblock():
        return {actor: _caller(shared_world, actor) for actor in worlds.ACTORS}


def _caller(world: World, actor: str) -> Client:
    client = Client(raise_request_exception=False)
    if actor != "stranger":
        client.force_login(world.people[actor])
    return client
