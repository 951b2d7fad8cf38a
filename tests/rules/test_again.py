"""A save whose answer was lost is sent again: it is no conflict, and it happens once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from commitments.agreements import services as agreements
from commitments.agreements.services import AgreementData
from lib.audit.models import AuditEvent
from lib.errors import StaleVersion
from lib.versioned.services import NOT_SENT
from masterplan.programmes import services as programmes
from masterplan.programmes.document import ProgrammeData
from masterplan.sections import services as sections
from masterplan.sections.body.text import body_from_text
from tests import world as worlds
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Save = Callable[[World, str, int], Any]


def finding(world: World, text: str, version: int) -> Any:
    data = FindingData(kind="masalah", title=text, dimension=world.finding.dimension)
    return findings.update(world.finding_new, data, actor=world.people["editor"], expected_version=version)


def programme(world: World, text: str, version: int) -> Any:
    row = world.programme_new
    data = ProgrammeData(name=text, dimension=row.dimension, lead_opd=row.lead_opd, horizon=row.horizon)
    return programmes.update(row, data, actor=world.people["editor"], expected_version=version)


def section(world: World, text: str, version: int) -> Any:
    body = body_of(text)
    return sections.write(world.section, actor=world.people["editor"], body=body, expected_version=version)


@cache
def body_of(text: str) -> Any:
    """Blocks get new ids each time a text is read; what is sent again is the same to the last letter."""
    return body_from_text(text)


def agreement(world: World, text: str, version: int) -> Any:
    data = replace(AgreementData(), dated=date(2026, 9, 29), place=text)
    return agreements.update(world.agreement, data, actor=world.people["editor"], expected_version=version)


SAVES = [finding, programme, section, agreement]


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.mark.parametrize("save", SAVES)
def test_the_same_save_again_changes_nothing_and_is_no_conflict(world: World, save: Save):
    first = save(world, "Kata yang baru.", 1)
    events = AuditEvent.objects.count()
    again = save(world, "Kata yang baru.", 1)
    assert (first.version, again.version) == (2, 2)
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("save", SAVES)
def test_another_text_on_the_old_version_is_a_conflict(world: World, save: Save):
    save(world, "Kata yang baru.", 1)
    with pytest.raises(StaleVersion):
        save(world, "Kata yang lain.", 1)


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("version", [NOT_SENT, 3])
def test_a_version_that_was_never_shown_is_a_conflict_even_with_the_same_text(
    world: World, save: Save, version: int
):
    save(world, "Kata yang baru.", 1)
    with pytest.raises(StaleVersion):
        save(world, "Kata yang baru.", version)


@pytest.mark.parametrize(
    ("save", "labels", "changed_by"),
    [
        (finding, {"Judul"}, "Orang"),
        (programme, {"Nama program"}, "Orang"),
        (section, {"Teks"}, "Orang"),
        (agreement, {"Tempat"}, "Orang"),
    ],
)
def test_a_conflict_names_who_saved_when_and_shows_both_texts(
    world: World, save: Save, labels: set[str], changed_by: str
):
    stored = save(world, "Kata yang baru.", 1)
    with pytest.raises(StaleVersion) as refusal:
        save(world, "Kata yang lain.", 1)
    said = refusal.value
    assert {row.label for row in said.differences} == labels
    assert [(row.mine, row.theirs) for row in said.differences] == [("Kata yang lain.", "Kata yang baru.")]
    assert said.version == stored.version
    assert said.changed_at == stored.edited_at
    assert said.changed_by.startswith(changed_by)
    assert bool(said.changed_by) == bool(changed_by)
