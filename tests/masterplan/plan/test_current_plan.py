"""One plan of a region is current; the one it replaces stays to be read and is no longer written."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden
from lib.versioned.services import ANY
from masterplan.plan import services
from masterplan.plan.models import Masterplan, PlanState
from masterplan.plan.selectors import most_current
from masterplan.programmes import services as programmes
from masterplan.programmes.selectors import data_of, links_of
from masterplan.sections import services as sections
from masterplan.sections.models import Section
from masterplan.versions import services as versions
from masterplan.versions.document import compile_plan
from masterplan.versions.rounds import services as rounds
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.web import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> Masterplan:
    return masterplan.plan()


@pytest.fixture
def new(old: Masterplan) -> Masterplan:
    return masterplan.plan(bimtek.cycle(old.region))


def states(*plans: Masterplan) -> list[str]:
    return [Masterplan.objects.get(pk=plan.pk).state for plan in plans]


def test_a_cycle_has_several_plans(old):
    second = masterplan.plan(old.cycle, slug="kedua")
    assert list(old.cycle.plans.all()) == [old, second]
    assert most_current(old.cycle.plans.all()) == old


def test_of_a_cycle_without_the_current_plan_the_newest_counts(old, new):
    newest = masterplan.plan(new.cycle, slug="ketiga")
    assert most_current(new.cycle.plans.all()) == newest


def test_the_database_holds_one_current_plan_a_region(old, new):
    with pytest.raises(IntegrityError), transaction.atomic():
        Masterplan.objects.filter(pk=new.pk).update(state=PlanState.CURRENT)
    assert masterplan.plan().is_current


def test_a_plan_that_becomes_current_replaces_the_one_before(old, new):
    made = services.make_current(new, actor=SYSTEM)
    assert made.predecessor == old
    assert states(old, new) == [PlanState.PAST, PlanState.CURRENT]
    event = AuditEvent.objects.get(act="plan.made_current")
    assert event.changes == {"current": [old.slug, new.slug]}


def test_the_current_plan_made_current_again_changes_nothing(old):
    services.make_current(old, actor=SYSTEM)
    assert not AuditEvent.objects.filter(act="plan.made_current")


def test_a_mistake_is_taken_back_and_the_thread_of_plans_has_no_ring(old, new):
    services.make_current(new, actor=SYSTEM)
    back = services.make_current(old, actor=SYSTEM)
    assert back.predecessor is None
    assert states(old, new) == [PlanState.CURRENT, PlanState.PAST]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_an_editor_of_the_region_says_which_plan_is_current(old, new, role):
    place = opd.opd(old.region) if role in (Role.OPERATOR, Role.HEAD) else old.region
    for person in (opd.user(role, place), opd.user(Role.EDITOR, opd.region())):
        with pytest.raises(Forbidden):
            services.make_current(new, actor=person)
    services.make_current(new, actor=opd.user(Role.EDITOR, old.region))
    assert states(old, new) == [PlanState.PAST, PlanState.CURRENT]


def read(section: Section) -> Section:
    """As a page finds it."""
    found: Section = Section.objects.select_related("chapter__book__masterplan").get(pk=section.pk)
    return found


def write(plan: Masterplan) -> dict[str, Callable[[], Any]]:
    """Every act that writes into a plan or freezes it, ready to be done."""
    programme, aside, section = (
        masterplan.programme(plan),
        masterplan.programme(plan),
        masterplan.section(plan),
    )
    programmes.set_aside(aside, actor=SYSTEM, expected_version=1, reason="Ganda.")
    finding, data = bimtek.finding(plan.cycle), data_of(programme, links_of(programme))
    version = masterplan.frozen(plan)
    other: dict[str, Any] = {"actor": SYSTEM, "expected_version": ANY}
    return {
        "create": lambda: programmes.create(plan, data, actor=SYSTEM, uid=uuid.uuid4()),
        "update": lambda: programmes.update(programme, data, **other),
        "link": lambda: programmes.link_finding(programme, finding, actor=SYSTEM),
        "set aside": lambda: programmes.set_aside(programme, reason="Ganda.", **other),
        "restore": lambda: programmes.restore(aside, **other),
        "delete": lambda: programmes.delete(programme, **other),
        "write": lambda: sections.write(read(section), body=None, **other),
        "mark": lambda: sections.mark_ready(read(section), is_ready=True, **other),
        "assign": lambda: sections.assign(read(section), opd=None, **other),
        "freeze": lambda: versions.freeze(plan, actor=SYSTEM, expected_number=ANY),
        "open a round": lambda: rounds.open_round(
            version, actor=SYSTEM, due=clock.today() + timedelta(days=7)
        ),
    }


ACTS = ("create", "update", "link", "set aside", "restore", "delete", "write", "mark", "assign", "freeze")


@pytest.mark.parametrize("act", [*ACTS, "open a round"])
def test_a_plan_that_was_replaced_is_not_written(old, new, act):
    acts = write(old)
    services.make_current(new, actor=SYSTEM)
    before = compile_plan(old)
    with pytest.raises(Conflict, match="sudah digantikan"):
        acts[act]()
    assert compile_plan(old) == before


@pytest.mark.parametrize("act", ["write", "freeze", "link"])
def test_a_plan_that_is_being_prepared_is_written(old, new, act):
    write(new)[act]()


def test_the_api_tells_which_plan_is_current_and_what_it_follows(old, new):
    services.make_current(new, actor=SYSTEM)
    client = client_of(opd.user(Role.EDITOR, old.region))
    told = {row["slug"]: row for row in client.get("/api/v1/plans/").json()["results"]}
    assert (told[old.slug]["is_current"], told[old.slug]["predecessor"]) == (False, None)
    assert (told[new.slug]["is_current"], told[new.slug]["predecessor"]) == (True, old.slug)


def test_a_plan_that_was_replaced_is_read_by_its_addresses(old, new):
    version, section = masterplan.frozen(old), masterplan.section(old)
    services.make_current(new, actor=SYSTEM)
    client = client_of(opd.user(Role.EDITOR, old.region))
    for path in (f"/revisions/{version.pk}/", f"/revisions/{version.pk}/read/", f"/sections/{section.pk}/"):
        assert client.get(path, follow=True).status_code == 200


def test_the_region_of_a_plan_is_its_cycles(old, new):
    assert all(plan.region_id == plan.cycle.region_id for plan in Masterplan.objects.all())


def offered(plan: Masterplan, reader: Client) -> dict[str, bool]:
    """Whether the pages of a plan offer each way to write into it."""
    programme = plan.programmes.order_by("pk").first()
    section = Section.objects.filter(chapter__book__masterplan=plan).first()
    assert programme
    assert section
    pages = {
        f"programmes/{programme.pk}/": (f"programmes/{programme.pk}/edit/", "/set-aside/"),
        "programmes/": ("programmes/add/",),
        f"sections/{section.pk}/": (f"sections/{section.pk}/edit/", f"sections/{section.pk}/assign/"),
        "revisions/": ("revisions/freeze/",),
    }
    found = {}
    for path, signs in pages.items():
        answer = reader.get(f"/r/{plan.slug}/{path}", follow=True)
        assert answer.status_code == 200, path
        found |= {f"{path} {sign}": sign in answer.content.decode() for sign in signs}
    return found


def test_the_pages_of_a_plan_that_was_replaced_offer_no_act(old, new):
    reader = client_of(opd.user(Role.EDITOR, old.region))
    masterplan.programme(old)
    masterplan.section(old)
    before = offered(old, reader)
    services.make_current(new, actor=SYSTEM)
    assert all(before.values()), before
    assert not any(offered(old, reader).values())
