"""A folder is loaded by the commands alone: no role of the portal may, whatever the rows say."""

from collections.abc import Callable
from typing import Any

import pytest

from bimtek.services import loading as bimtek
from commitments.services import regions as commitments
from masterplan.services import loading as masterplan
from opd.authorization import Actor
from opd.errors import Forbidden
from opd.services import loading as offices
from opd.upserting import LoadReport
from tests.rules.conftest import Here
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Load = Callable[[Actor, World, Any], Any]
NOTHING: Any = ()

LOADERS: list[Load] = [
    lambda a, w, r: offices.load_region_row(NOTHING, r, actor=a),
    lambda a, w, r: offices.load_offices(w.region, NOTHING, r, actor=a),
    lambda a, w, r: bimtek.load_cycle(w.region, "lain", NOTHING, {}, {}, r, actor=a),
    lambda a, w, r: bimtek.load_framework(w.cycle, NOTHING, NOTHING, r, actor=a),
    lambda a, w, r: bimtek.load_findings(w.cycle, NOTHING, NOTHING, r, actor=a),
    lambda a, w, r: masterplan.load_plan(w.cycle, NOTHING, NOTHING, NOTHING, r, actor=a),
    lambda a, w, r: masterplan.load_books(w.plan, NOTHING, r, actor=a),
    lambda a, w, r: masterplan.load_programmes(w.plan, NOTHING, NOTHING, {}, r, actor=a),
    lambda a, w, r: commitments.load(NOTHING, actor=a),
    lambda a, w, r: commitments.load_agreements(w.cycle, NOTHING, r, actor=a),
    lambda a, w, r: commitments.seed_letters(w.plan, actor=a),
]


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__code__.co_names[-1])
def test_people_load_nothing(here: Here, load: Load):
    for person in here.people.values():
        with pytest.raises(Forbidden):
            load(person, here.world, LoadReport())


def test_every_loader_is_asked():
    modules = (offices, bimtek, masterplan, commitments)
    known = {name for module in modules for name in vars(module) if name.split("_")[0] in {"load", "seed"}}
    own = {
        name
        for module in modules
        for name in known
        if getattr(vars(module).get(name), "__module__", "") == module.__name__
    }
    assert own == {name for load in LOADERS for name in load.__code__.co_names if name in known}
