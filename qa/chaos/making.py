"""Small regions for the presses, made in the place itself: `manage.py shell` there calls `make`."""

import json
import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client

from opd.enums import Role
from opd.models import User
from tests.bimtek import factories as bimtek
from tests.commitments import factories as commitments
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd

LONG_AGO = date(2026, 1, 5)


def make(count: int) -> None:
    """One line of JSON for each region: what the presses need to know of it."""
    for _ in range(count):
        print(json.dumps(_one()))


def _one() -> dict[str, Any]:
    name = uuid.uuid4().hex[:9]
    region = opd.region(code=name, name=f"Kabupaten {name}")
    office = opd.opd(region, "DLH")
    opd.holder(office)
    cycle = bimtek.cycle(region, leading_office=office, slug=name, deadline=None)
    room = bimtek.session(cycle, start=LONG_AGO, end=LONG_AGO)
    plan = masterplan.plan(cycle)
    masterplan.programme(plan, office, cells={2027: ("6", 2_100_000_000)})
    masterplan.section(plan)
    bimtek.finding(cycle, owner_opd=office)
    commitments.templates(plan)
    people = {
        "editor": opd.user(Role.EDITOR, region, username=f"editor.{name}"),
        "facilitator": opd.user(Role.FACILITATOR, region, username=f"facilitator.{name}"),
        "leader": opd.user(Role.LEADER, region, username=f"leader.{name}"),
        "head": opd.user(Role.HEAD, office, username=f"head.{name}"),
    }
    cookies = {who: _signed_in(person) for who, person in people.items()}
    rows = {"plan": plan.pk, "slug": plan.slug, "cycle": cycle.pk, "session": room.pk}
    return {**rows, "cookies": cookies, "password": opd.PASSWORD}


def _signed_in(person: User) -> dict[str, str]:
    """A session as signing in makes it, and the other half of the token that forms carry."""
    browser = Client()
    browser.force_login(person)
    return {
        settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: uuid.uuid4().hex,
    }
