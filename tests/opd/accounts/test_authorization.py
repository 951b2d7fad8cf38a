"""Who is acting, with which roles."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from lib.access import SYSTEM, access, require
from lib.errors import Forbidden
from opd.accounts.roles import Can, Role, who_can
from opd.offices.models import Opd
from tests.opd import factories as opd
from tests.structure.sources import APPS, python_files

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office():
    return opd.opd(opd.region(), "DLH")


def test_a_person_has_the_roles_that_were_given(office):
    person = opd.user(Role.EDITOR, office.region)
    opd.grant(person, Role.HEAD, office)
    mine = access(person)
    assert mine.regions == {office.region_id}
    assert mine.may(office.region_id, Can.FREEZE)
    assert not mine.may(office.region_id, Can.APPOINT)
    assert not mine.may(office.region_id + 1, Can.FREEZE)
    assert mine.may_for(office.region_id, office.pk, Can.SIGN)
    assert not mine.may(office.region_id, Can.SIGN)
    assert not mine.may_for(office.region_id, office.pk, Can.REVIEW)
    assert not mine.may_for(office.region_id, None, Can.SIGN)


def test_one_person_may_hold_two_offices(office):
    other = opd.opd(office.region)
    person = opd.user(Role.HEAD, office)
    opd.grant(person, Role.HEAD, other)
    assert access(person).opds_for(Can.SIGN) == {office.pk, other.pk}


def test_strangers_and_closed_accounts_have_nothing(office):
    closed = opd.user(Role.ADMIN, office.region, is_active=False)
    for actor in (AnonymousUser(), closed):
        assert access(actor).grants == ()
        assert not any(access(actor).may(office.region_id, capability) for capability in Can)
        assert list(Opd.objects.visible_to(actor)) == []


def test_the_system_may_do_everything(office):
    assert access(SYSTEM).may(office.region_id, Can.APPOINT)
    assert access(SYSTEM).may_for(office.region_id, None, Can.SIGN)
    assert str(SYSTEM) == "Sistem"


def test_roles_are_read_once_for_a_person(office, django_assert_num_queries):
    person = opd.user(Role.EDITOR, office.region)
    with django_assert_num_queries(1):
        access(person)
        access(person)


def test_a_refusal_carries_its_sentence():
    require(True)
    with pytest.raises(Forbidden, match="Hanya admin"):
        require(False, "Hanya admin.")


@pytest.mark.parametrize("capability", Can)
def test_a_capability_is_given_to_somebody_and_asked_for(capability):
    word = re.compile(rf"\bCan\.{capability.name}\b")
    asked = [file for file in python_files(*APPS) if word.search(file.read_text())]
    assert who_can(capability)
    assert len(asked) > 1  # the table itself is one
