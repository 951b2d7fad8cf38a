from collections.abc import Callable

import pytest

from opd.models import User
from tests import world as worlds
from tests.api.client import Api


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


@pytest.fixture
def api() -> Callable[[User | None], Api]:
    return Api
