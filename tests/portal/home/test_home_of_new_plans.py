"""Home before there is much to do: without a role, on a new plan, on several plans, after the deadline."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lib import clock
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.portal.home.pages import page

pytestmark = pytest.mark.django_db


def test_a_person_without_a_role_is_told_whom_to_ask(client: Client) -> None:
    opd.user(username="nobody")
    assert "belum mempunyai peran" in page(client, "nobody")


def test_a_new_plan_asks_for_its_findings_and_then_for_its_first_version(client: Client) -> None:
    cycle = bimtek.cycle(deadline=None)
    masterplan.plan(cycle)
    opd.user(Role.EDITOR, cycle.region, username="baru")
    shown = page(client, "baru")
    assert "Catat temuan pertama" in shown
    assert "Tenggat masterplan belum ditetapkan" in shown
    assert "Benang merah" not in shown  # nothing hangs on it yet
    bimtek.finding(cycle)
    shown = page(client, "baru")
    assert "Bekukan versi pertama" in shown
    assert "Benang merah" in shown


@pytest.mark.parametrize("role", ["leader", "facilitator", "admin"])
def test_an_empty_plan_has_a_home_for_everybody(client: Client, role: str) -> None:
    plan = masterplan.plan(bimtek.cycle())
    opd.user(Role(role), plan.cycle.region, username=role)
    assert "Benang merah" not in page(client, role)


def test_letters_are_counted_and_not_offices(client: Client) -> None:
    cycle = bimtek.cycle()
    masterplan.plan(cycle)
    bimtek.finding(cycle)
    opd.opd(cycle.region)
    opd.user(Role.EDITOR, cycle.region, username="satu")
    shown = re.sub(r"<[^>]+>|\s+", " ", page(client, "satu"))
    assert re.search(r"\b0\s+komitmen", shown)


def test_each_plan_of_a_region_has_its_own_home(client: Client) -> None:
    first = masterplan.plan(bimtek.cycle(deadline=clock.today() + timedelta(days=3)), title="Rencana pertama")
    second = masterplan.plan(bimtek.cycle(first.cycle.region, deadline=None), title="Rencana kedua")
    opd.user(Role.EDITOR, first.cycle.region, username="dua")
    assert "<b>Rencana pertama" in page(client, "dua")
    assert "<b>Rencana kedua" in client.get(f"/r/{second.slug}/").content.decode()
    assert "<b>Rencana pertama" in client.get("/").content.decode()


def test_a_deadline_that_has_passed_is_said_kindly(client: Client) -> None:
    plan = masterplan.plan(bimtek.cycle(deadline=clock.today() - timedelta(days=4)))
    opd.user(Role.EDITOR, plan.cycle.region, username="telat")
    assert "hari lewat dari" in page(client, "telat")
