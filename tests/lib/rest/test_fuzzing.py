"""A thousand and more requests nobody wrote down: no failure, no answer the description does not name."""

from collections import defaultdict
from typing import Any

import pytest
from django.db import connection

from lib.access import SYSTEM
from opd.accounts import services as accounts
from tests.lib.rest.walking import Walk, in_process

pytest.importorskip("schemathesis", reason="schemathesis is a development package; make test has it")
if connection.vendor != "sqlite":
    pytest.skip("a walk starts where the one before began; PostgreSQL's ids go on", allow_module_level=True)

from tests import world as worlds

pytestmark = pytest.mark.proof
WALKERS = ("admin", "editor", "operator.own", "head.own", "leader", "facilitator", "nobody")
WALKS = 8
LEAST = 1_000


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


def known(world: worlds.World) -> dict[str, list[Any]]:
    """Nouns of addresses -> what exists of them."""
    found: dict[str, list[Any]] = defaultdict(list)
    for name, row in world.rows.items():
        found[f"{name.partition('_')[0]}s"].append(row.pk)
    return found | {
        "plans": [world.plan.slug],
        "cycles": [world.cycle.slug],
        "verify": [world.commitment.token],
    }


def test_every_answer_is_one_the_description_names(world: worlds.World) -> None:
    tokens = {name: accounts.give_token(world.people[name], actor=SYSTEM) for name in WALKERS}
    with in_process() as schema:
        walk = Walk(schema, tokens | {"stranger": ""}, known(world))
        walk.go(WALKS, is_repeatable=True)
    assert walk.count >= LEAST
    assert {200, 201, 400, 401, 403, 404, 409} <= walk.answers.keys(), walk.answers
