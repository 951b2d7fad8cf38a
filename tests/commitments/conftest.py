"""One world for each module, undone after each test; and people who are signed in."""

import copy
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.ui import navigation
from portal.ui.navigation import Frame
from tests import world as worlds
from tests.world import World

SignIn = Callable[[str], Client]


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with worlds.undone(django_db_blocker):
        yield worlds.build()


@pytest.fixture
def world(_world: World, db: None) -> World:
    """Its rows are copies, so a test may change them like the database it sees."""
    rows, people = copy.deepcopy((_world.rows, _world.people))
    return World(rows, people)


@pytest.fixture
def no_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame of a page has its own budget of queries; with this only the page itself counts."""
    monkeypatch.setattr(navigation, "build_frame", lambda request: Frame())


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """A browser of the person, by the actor names of the world."""

    def signed_in(name: str) -> Client:
        browser = Client()
        browser.force_login(world.people[name])
        return browser

    return signed_in
