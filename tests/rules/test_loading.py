"""A folder is loaded by the commands alone: no role of the portal may, whatever the rows say."""

from collections.abc import Callable
from typing import Any

import pytest

from bimtek.findings import services as findings
from bimtek.sessions import services as sessions
from commitments.agreements import services as agreements
from commitments.letters import services as letters
from lib.access import Actor
from lib.errors import Forbidden
from lib.tables.upsert import LoadReport
from masterplan.plan import services as plan
from masterplan.programmes import services as programmes
from masterplan.sections import services as sections
from opd.offices import services as offices
from portal.regions import services as regions
from tests.rules.conftest import Here
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Load = Callable[[Actor, World, Any], Any]
NOTHING: Any = ()

LOADERS: list[Load] = [
    lambda a, w, r: offices.load_region_row(NOTHING, r, actor=a),
    lambda a, w, r: offices.load_offices(w.region, NOTHING, r, actor=a),
    lambda a, w, r: sessions.load_cycle(w.region, "lain", NOTHING, {}, {}, r, actor=a),
    lambda a, w, r: sessions.load_framework(w.cycle, NOTHING, NOTHING, r, actor=a),
    lambda a, w, r: findings.load_findings(w.cycle, NOTHING, NOTHING, r, actor=a),
    lambda a, w, r: plan.load_plan(w.cycle, NOTHING, NOTHING, NOTHING, r, actor=a),
    lambda a, w, r: sections.load_books(w.plan, NOTHING, r, actor=a),
    lambda a, w, r: programmes.load_programmes(w.plan, NOTHING, NOTHING, {}, r, actor=a),
    lambda a, w, r: regions.load(NOTHING, actor=a),
    lambda a, w, r: agreements.load_agreements(w.cycle, NOTHING, r, actor=a),
    lambda a, w, r: letters.seed_letters(w.plan, actor=a),
]


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__code__.co_names[-1])
def test_people_load_nothing(here: Here, load: Load):
    for person in here.people.values():
        with pytest.raises(Forbidden):
            load(person, here.world, LoadReport())


def test_every_loader_is_asked():
    modules = (offices, sessions, findings, plan, sections, programmes, letters, agreements, regions)
    known = {name for module in modules for name in vars(module) if name.split("_")[0] in {"load", "seed"}}
    own = {
        name
        for module in modules
        for name in known
        if getattr(vars(module).get(name), "__module__", "") == module.__name__
    }
    assert own == {name for load in LOADERS for name in load.__code__.co_names if name in known}
