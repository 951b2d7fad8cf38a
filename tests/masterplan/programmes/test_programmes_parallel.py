"""Two people, or two clicks, at the same moment: one programme, one save, one refusal with both texts."""

import uuid
from functools import partial

import pytest

from lib.access import SYSTEM
from lib.errors import Conflict, StaleVersion
from lib.versioned.services import ANY
from masterplan.plan.models import Horizon
from masterplan.programmes import services as programmes
from masterplan.programmes.document import ProgrammeData
from masterplan.programmes.models import Programme
from masterplan.sections import services as sections
from masterplan.sections.body.text import body_from_text
from masterplan.sections.models import Section
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    return factories.plan()


@pytest.fixture
def said(plan):
    office = opd.opd(plan.cycle.region)

    def data(name="Kali Bersih"):
        horizon = Horizon.objects.get(masterplan=plan, code="JP")
        return ProgrammeData(
            name=name, dimension=bimtek.dimension(plan.cycle), lead_opd=office, horizon=horizon
        )

    return data


def test_a_double_click_makes_one_programme(plan, said):
    results = at_once([partial(programmes.create, plan, said(), actor=SYSTEM, uid=uuid.uuid4())] * 3)
    assert {one.pk for one in results} == {Programme.objects.get().pk}


def test_two_new_programmes_get_two_codes(plan, said):
    calls = [partial(programmes.create, plan, said(), actor=SYSTEM, uid=uuid.uuid4()) for _ in range(3)]
    assert sorted(one.code for one in at_once(calls)) == ["P-ENV-01", "P-ENV-02", "P-ENV-03"]


def test_of_two_saves_one_is_refused_and_neither_is_lost(plan, said):
    one = factories.programme(plan)
    calls = [
        partial(programmes.update, one, said(name), actor=SYSTEM, expected_version=1)
        for name in ("Satu", "Dua")
    ]
    results = at_once(calls)
    (refused,) = [result for result in results if isinstance(result, StaleVersion)]
    one.refresh_from_db()
    told = next(row for row in refused.differences if row.field == "name")
    assert {told.mine, told.theirs} == {"Satu", "Dua"}
    assert (one.name, one.version) == (told.theirs, 2)


def test_of_two_texts_one_is_refused_and_neither_is_lost(plan):
    one = factories.section(plan)
    calls = [
        partial(sections.write, one, actor=SYSTEM, body=body_from_text(text), expected_version=1)
        for text in ("Satu.", "Dua.")
    ]
    (refused,) = [result for result in at_once(calls) if isinstance(result, StaleVersion)]
    (told,) = refused.differences
    assert {told.mine, told.theirs} == {"Satu.", "Dua."}
    assert Section.objects.get().version == 2


def test_a_programme_is_set_aside_once(plan):
    one = factories.programme(plan)
    results = at_once(
        [partial(programmes.set_aside, one, actor=SYSTEM, reason="Ganda", expected_version=ANY)] * 2
    )
    assert [type(result) for result in results if isinstance(result, Exception)] == [Conflict]
