"""Acts of the workshops."""

import uuid
from typing import Any

from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from tests.structure.acts import Act
from tests.world import World


def data(world: World, **values: Any) -> FindingData:
    return FindingData(
        **{"kind": "masalah", "title": "Kali hitam", "dimension": world.finding.dimension, **values}
    )


def record(world: World) -> None:
    findings.record(world.cycle, data(world), actor=world.people["editor"], uid=uuid.uuid4())


def update(world: World) -> None:
    findings.update(
        world.finding, data(world), actor=world.people["editor"], expected_version=world.finding.version
    )


def set_aside(world: World) -> None:
    version = world.finding.version
    findings.set_aside(world.finding, actor=world.people["editor"], expected_version=version, reason="Ganda")


def restore(world: World) -> None:
    set_aside(world)
    findings.restore(world.finding, actor=world.people["editor"], expected_version=world.finding.version + 1)


def delete(world: World) -> None:
    findings.delete(
        world.finding_new, actor=world.people["editor"], expected_version=world.finding_new.version
    )


ACTS = [
    Act(f"bimtek.findings.services.{act.__name__}", act)
    for act in (record, update, set_aside, restore, delete)
]
