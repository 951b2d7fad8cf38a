"""Prepared calls for programmes and sections."""

import uuid
from typing import Any

from bimtek.cycle.models import Dimension
from lib.versioned.services import ANY
from masterplan.plan import services as plan
from masterplan.plan.models import Horizon
from masterplan.programmes import services as programmes
from masterplan.programmes.document import ProgrammeData
from masterplan.sections import services as sections
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.masterplan.factories import BODY
from tests.structure.acts import Act
from tests.world import World

PROGRAMMES = "masterplan.programmes.services"
SECTIONS = "masterplan.sections.services"


def data(world: World, **values: Any) -> ProgrammeData:
    defaults = {
        "name": "Sungai Terpantau",
        "dimension": Dimension.objects.get(cycle=world.cycle, code="ENV"),
        "lead_opd": world.opd,
        "horizon": Horizon.objects.get(masterplan=world.plan, code="JP"),
    }
    return ProgrammeData(**{**defaults, **values})


def make_current(world: World) -> None:
    coming = masterplan.plan(bimtek.cycle(world.region))
    plan.make_current(coming, actor=world.people["editor"])


def create(world: World) -> None:
    programmes.create(world.plan, data(world), actor=world.people["editor"], uid=uuid.uuid4())


def update(world: World) -> None:
    one = world.programme
    programmes.update(one, data(world), actor=world.people["editor"], expected_version=one.version)


def link_finding(world: World) -> None:
    programmes.link_finding(world.programme, world.finding_other, actor=world.people["editor"])


def set_aside(world: World) -> None:
    programmes.set_aside(
        world.programme, actor=world.people["editor"], reason="Digabung ke program lain", expected_version=ANY
    )


def restore(world: World) -> None:
    set_aside(world)
    programmes.restore(world.programme, actor=world.people["editor"], expected_version=ANY)


def delete(world: World) -> None:
    programmes.delete(world.programme_new, actor=world.people["editor"], expected_version=ANY)


def write(world: World) -> None:
    one = world.section
    sections.write(one, actor=world.people["editor"], body=BODY, expected_version=one.version)


def mark_ready(world: World) -> None:
    one = world.section
    sections.mark_ready(one, actor=world.people["editor"], is_ready=True, expected_version=one.version)


def assign(world: World) -> None:
    one = world.section
    sections.assign(one, actor=world.people["editor"], opd=world.opd_other, expected_version=one.version)


ACTS = [
    Act("masterplan.plan.services.make_current", make_current),
    Act(f"{SECTIONS}.assign", assign),
    Act(f"{PROGRAMMES}.create", create),
    Act(f"{PROGRAMMES}.update", update),
    Act(f"{PROGRAMMES}.link_finding", link_finding),
    Act(f"{PROGRAMMES}.set_aside", set_aside),
    Act(f"{PROGRAMMES}.restore", restore),
    Act(f"{PROGRAMMES}.delete", delete),
    Act(f"{SECTIONS}.write", write),
    Act(f"{SECTIONS}.mark_ready", mark_ready),
]
