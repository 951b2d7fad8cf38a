"""Who is acting, with which roles."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lib.access import SYSTEM, access, require
from lib.errors import Forbidden
from opd.accounts.models import Role
from opd.offices.models import Opd
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office():
    return opd.opd(opd.region(), "DLH")


def test_a_person_has_the_roles_that_were_given(office):
    person = opd.user(Role.EDITOR, office.region)
    opd.grant(person, Role.HEAD, office)
    mine = access(person)
    assert mine.regions == {office.region_id}
    assert mine.has(office.region_id, Role.EDITOR)
    assert not mine.has(office.region_id, Role.ADMIN)
    assert not mine.has(office.region_id + 1, Role.EDITOR)
    assert mine.acts_for(office.pk, Role.HEAD)
    assert not mine.acts_for(office.pk, Role.OPERATOR)
    assert not mine.acts_for(None, Role.HEAD)


def test_one_person_may_hold_two_offices(office):
    other = opd.opd(office.region)
    person = opd.user(Role.HEAD, office)
    opd.grant(person, Role.HEAD, other)
    assert access(person).opds(Role.HEAD) == {office.pk, other.pk}


def test_strangers_and_closed_accounts_have_nothing(office):
    closed = opd.user(Role.ADMIN, office.region, is_active=False)
    for actor in (AnonymousUser(), closed):
        assert access(actor).roles == ()
        assert not access(actor).has(office.region_id, *Role)
        assert list(Opd.objects.visible_to(actor)) == []


def test_the_system_may_do_everything(office):
    assert access(SYSTEM).has(office.region_id, Role.ADMIN)
    assert access(SYSTEM).acts_for(None, Role.HEAD)
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
