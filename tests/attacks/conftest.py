"""A world for a whole module; what one test changes in it is undone after the test."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import world as worlds
from tests.attacks import doors


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[worlds.World]:
    with worlds.undone(django_db_blocker):
        yield worlds.build()


@pytest.fixture
def world(built: worlds.World, db: None) -> worlds.World:
    return built


@pytest.fixture(scope="session")
def settings_of_production() -> dict[str, Any]:
    return doors.production_settings()


@pytest.fixture
def production(settings_of_production: dict[str, Any], settings: Any) -> Any:
    for name, value in settings_of_production.items():
        setattr(settings, name, value)
    return settings
