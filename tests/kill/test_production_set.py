"""The production set hurt in a few ways; `make chaos` does all of them, long and often, and measures.

Times are not looked at here: a busy machine may miss them.
"""

import pytest

from qa.chaos.production_set import NEEDS, running
from qa.chaos.rows import broker, disk, doubles, kills, points, races, slow

pytestmark = pytest.mark.needs(*NEEDS)
ROWS = {
    "what is acknowledged outlives web, workers and PostgreSQL": (kills.everything_in_turn, 3),
    "a bell for every job after FLUSHALL": (broker.emptied, 1),
    "people work on without Redis": (broker.away, 4),
    "no row without its file": (points.before_the_commit, 1),
    "no order without its bell": (points.before_the_bell, 1),
    "a full disk": (disk.full, 1),
    "twenty presses, one effect": (doubles.presses, 5),
    "two editors, one section": (races.two_editors, 5),
    "a signature or a new version": (races.sign_or_new_version, 2),
    "slow visitors at the proxy": (slow.through_the_proxy, 50),
}


@pytest.fixture(scope="module")
def portal():
    with running(small_disk=True, printed=True, JOBS_LEASE_S="5") as portal:
        yield portal


@pytest.mark.parametrize("name", ROWS)
def test_row(portal, name):
    row, n = ROWS[name]
    outcome = row(portal, n)
    print(outcome.line())
    assert outcome.facts
    assert outcome.broken == []
