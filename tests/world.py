"""One small region with every kind of row, and the stock characters who act in it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from lib.threads.models import Answer
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from opd.accounts.models import User
from opd.accounts.roles import OPD_ROLES, Role
from tests.bimtek import factories as bimtek
from tests.commitments import factories as commitments
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd

# Whoever acts for an office is there twice: for the own OPD of the world, and for the other one.
ACTORS_OF = {
    role.value: (f"{role}.own", f"{role}.other") if role in OPD_ROLES else (role.value,) for role in Role
}
ACTORS = (*(actor for actors in ACTORS_OF.values() for actor in actors), "nobody", "stranger")


@dataclass
class World:
    """`rows` by name; `people` by the actor names above (stranger has no account)."""

    rows: dict[str, Model] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.rows[name]


@contextmanager
def undone(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of a whole module writes: each test sees it, and it is gone after the last one."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(names: str = "") -> World:
    """A world of its own; `names` ends the account names of a second one.

    The own OPD leads `programme`, owns `finding`, writes `section`; the other has `programme_other`.

    v0.1 was returned, v0.2 is approved with letters out, v0.3 is in review with open and answered
    comments, v0.4 is frozen.
    """
    world = World()
    rows = world.rows
    region = rows["region"] = opd.region()
    own = rows["opd"] = opd.opd(region, "DLH")
    other = rows["opd_other"] = opd.opd(region, "DISDIK")
    rows["holder"] = opd.holder(own)
    opd.holder(other)
    _people(world, region, own, other, names)
    cycle = rows["cycle"] = bimtek.cycle(region, leading_office=own, deadline=masterplan.deadline())
    rows["session"] = bimtek.session(cycle)
    rows["finding"] = bimtek.finding(cycle, owner_opd=own, session=world.session)
    rows["finding_other"] = bimtek.finding(cycle, owner_opd=other)
    plan = rows["plan"] = masterplan.plan(cycle)
    rows["programme"] = masterplan.programme(
        plan, own, cells={2027: ("6", 2_100_000_000), 2028: ("10", None)}
    )
    world.programme.findings.add(world.finding)
    rows["programme_other"] = masterplan.programme(plan, other)
    rows["section"] = masterplan.section(plan, assigned_opd=own)
    rows["section_other"] = masterplan.section(plan)
    _versions(world)
    rows["finding_new"] = bimtek.finding(cycle, owner_opd=own)
    rows["programme_new"] = masterplan.programme(plan, own)
    return world


def _people(world: World, region: Any, own: Any, other: Any, names: str) -> None:
    for role in Role:
        for actor in ACTORS_OF[role]:
            place = {"own": own, "other": other}.get(actor.partition(".")[2], region)
            world.people[actor] = opd.user(role, place, username=f"{actor}{names}")
    world.people["nobody"] = opd.user(username=f"nobody{names}")


def _versions(world: World) -> None:
    plan, rows = world.plan, world.rows
    rows["revision_returned"] = masterplan.decided(masterplan.in_review(plan), Decision.RETURNED)
    rows["revision_approved"] = masterplan.approved(plan)
    rows["commitment"] = commitments.issued(plan, world.opd, world.revision_approved)
    rows["commitment_other"] = plan.commitments.get(opd=world.opd_other)
    rows["export"] = masterplan.export(world.revision_approved)
    rows["agreement"] = commitments.agreement(world.cycle, **commitments.scanned())
    round_ = rows["round"] = masterplan.in_review(plan)
    rows["revision_in_review"] = round_.revision
    rows["comment"] = comment(world, section=world.section)
    rows["comment_other"] = comment(world, section=world.section_other)
    rows["comment_answered"] = comment(world, programme=world.programme)
    rounds.answer(
        world.comment_answered,
        actor=world.people["editor"],
        answer=Answer.ACCEPTED,
        text="",
        expected_version=0,
    )
    rows["revision"] = masterplan.frozen(plan)


def comment(world: World, **on: Any) -> Any:
    return rounds.add_comment(
        world.round, actor=world.people["facilitator"], text="Sebutkan sumbernya.", uid=uuid.uuid4(), **on
    )
