"""Who holds an office: periods follow one another, and the past is kept."""

from datetime import date, timedelta
from functools import partial

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid
from opd.accounts.roles import Role
from opd.offices import services as offices
from opd.offices.models import OfficeHolder
from opd.offices.selectors import ENDS_SOON, SeatTable, periods_of, seats
from opd.offices.services import HolderData
from tests.opd import factories as opd
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office():
    return opd.opd(opd.region(), "DLH")


def data(**values):
    return HolderData(
        **{"name": "Pejabat Baru", "capacity": "definitif", "since": date(2026, 3, 1), **values}
    )


def test_a_new_holder_ends_the_open_period_on_the_day_before(office):
    before = opd.holder(office, since=date(2020, 1, 1))
    after = offices.appoint(office, data(), actor=SYSTEM)
    before.refresh_from_db()
    assert before.until == date(2026, 2, 28)
    assert list(OfficeHolder.objects.on(date(2026, 2, 28))) == [before]
    assert list(OfficeHolder.objects.on(date(2026, 3, 1))) == [after]
    assert AuditEvent.objects.get(act="holder.appointed").object_id == str(after.pk)


def test_said_twice_it_is_done_once(office):
    assert offices.appoint(office, data(), actor=SYSTEM) == offices.appoint(office, data(), actor=SYSTEM)
    assert AuditEvent.objects.filter(act="holder.appointed").count() == 1


def test_a_holder_cannot_begin_before_the_one_in_office(office):
    opd.holder(office, since=date(2026, 3, 1))
    with pytest.raises(Invalid) as refusal:
        offices.appoint(office, data(name="Orang Lain"), actor=SYSTEM)
    assert "01-03-2026" in refusal.value.fields["since"]


def test_periods_do_not_overlap(office):
    opd.holder(office, since=date(2026, 1, 1), until=date(2026, 3, 31))
    with pytest.raises(Invalid) as refusal:
        offices.appoint(office, data(), actor=SYSTEM)
    assert "Bertumpuk" in refusal.value.fields["since"]
    assert offices.appoint(office, data(since=date(2026, 4, 1)), actor=SYSTEM)


def test_a_period_of_the_past_can_be_written_down_later(office):
    now = opd.holder(office, since=date(2026, 3, 1))
    offices.appoint(office, data(since=date(2020, 1, 1), until=date(2020, 12, 31)), actor=SYSTEM)
    now.refresh_from_db()
    assert now.until is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"capacity": "raja"}, "capacity"), ({"until": date(2020, 1, 1)}, "until")],
)
def test_what_cannot_be_is_refused_at_its_field(office, wrong, field):
    with pytest.raises(Invalid) as refusal:
        offices.appoint(office, data(**wrong), actor=SYSTEM)
    assert field in refusal.value.fields
    assert not OfficeHolder.objects.exists()


def test_a_term_ends_once_and_not_before_it_began(office):
    holder = opd.holder(office, since=date(2026, 3, 1))
    with pytest.raises(Invalid) as refusal:
        offices.end_term(holder, actor=SYSTEM, until=date(2026, 2, 1))
    assert "until" in refusal.value.fields
    assert offices.end_term(holder, actor=SYSTEM, until=date(2026, 6, 1)).until == date(2026, 6, 1)
    with pytest.raises(Conflict):
        offices.end_term(holder, actor=SYSTEM, until=date(2026, 7, 1))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEADER, Role.FACILITATOR])
def test_only_the_admin_of_the_region_appoints(office, role):
    holder = opd.holder(office)
    for person in (
        opd.user(role, office.region),
        opd.user(Role.ADMIN, opd.region()),
        opd.user(Role.HEAD, office),
    ):
        with pytest.raises(Forbidden):
            offices.appoint(office, data(), actor=person)
        with pytest.raises(Forbidden):
            offices.end_term(holder, actor=person, until=clock.today())
    assert offices.appoint(office, data(), actor=opd.user(Role.ADMIN, office.region))


def test_names_are_read_by_admin_editor_and_the_own_office(office):
    opd.holder(office)
    other = opd.opd(office.region)
    readers = [
        opd.user(Role.ADMIN, office.region),
        opd.user(Role.EDITOR, office.region),
        opd.user(Role.HEAD, office),
    ]
    others = [
        opd.user(Role.LEADER, office.region),
        opd.user(Role.HEAD, other),
        opd.user(Role.OPERATOR, other),
    ]
    assert [len(periods_of(office, person)) for person in readers] == [1, 1, 1]
    assert [len(periods_of(office, person)) for person in others] == [0, 0, 0]


def test_vacant_seats_come_first_then_those_that_end_soon(office):
    region, today = office.region, clock.today()
    held = opd.opd(region, "HELD")
    ending, follows, vacant = opd.opd(region, "ENDING"), opd.opd(region, "FOLLOWS"), opd.opd(region, "VACANT")
    opd.holder(office)
    opd.holder(held, until=today + timedelta(days=ENDS_SOON + 1))
    opd.holder(ending, until=today + timedelta(days=3))
    opd.holder(follows, until=today)
    opd.holder(follows, since=today + timedelta(days=1))
    opd.holder(vacant, until=today - timedelta(days=10))
    found = seats(region, SYSTEM)
    assert [seat.opd.code for seat in found] == ["VACANT", "ENDING", "DLH", "HELD", "FOLLOWS"]
    assert found[0].vacant_since == today - timedelta(days=9)
    assert found[1].days_left == 3
    table = SeatTable(region, found, can_appoint=False)
    assert (table.vacant, table.ending) == (1, 1)
    assert [(title, len(rows)) for title, rows in table.groups] == [("Perlu tindakan", 2), ("Terisi", 3)]


def test_the_title_names_the_capacity(office):
    assert opd.holder(office).title == "Kepala Dinas Dlh"
    assert opd.holder(opd.opd(office.region), capacity="plt").title.startswith("Plt. Kepala Dinas")


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_leave_one_open_period():
    office = opd.opd(opd.region(), "DLH")
    calls = [partial(offices.appoint, office, data(name=name), actor=SYSTEM) for name in ("Satu", "Dua")]
    results = at_once(calls)
    assert [type(result) for result in results].count(Invalid) == 1
    assert OfficeHolder.objects.filter(until=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_end_that_was_confirmed_stays_when_somebody_is_appointed_at_the_same_moment():
    office = opd.opd(opd.region(), "DLH")
    before = opd.holder(office, since=date(2020, 1, 1))
    until, since = date(2026, 6, 30), date(2026, 12, 1)
    ended, _ = at_once(
        [
            partial(offices.end_term, before, actor=SYSTEM, until=until),
            partial(offices.appoint, office, data(since=since), actor=SYSTEM),
        ]
    )
    before.refresh_from_db()
    told = date(2026, 11, 30) if isinstance(ended, Conflict) else until
    assert before.until == told


def test_a_term_may_be_a_single_day(office):
    day = date(2026, 3, 1)
    assert offices.appoint(office, data(since=day, until=day), actor=SYSTEM).until == day


def test_the_last_day_of_a_term_is_not_the_first_of_the_next(office):
    opd.holder(office, since=date(2026, 1, 1), until=date(2026, 3, 1))
    with pytest.raises(Invalid, match="bertumpuk"):
        offices.appoint(office, data(since=date(2026, 3, 1)), actor=SYSTEM)


def test_a_past_term_that_reaches_into_the_present_one_names_the_day_to_choose(office):
    opd.holder(office, since=date(2026, 3, 1))
    with pytest.raises(Invalid, match="Pejabat sebelumnya mulai") as refusal:
        offices.appoint(office, data(since=date(2020, 1, 1), until=date(2026, 3, 1)), actor=SYSTEM)
    assert "sesudah 01-03-2026" in refusal.value.fields["since"]
