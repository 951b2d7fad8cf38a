"""What a section keeps of who wrote it and when, and what is shown when two wrote it."""

from datetime import datetime
from typing import Any

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Invalid, StaleVersion
from masterplan.sections import services as sections
from masterplan.sections.body.text import body_from_text
from masterplan.sections.models import Section
from opd.accounts.roles import Role
from tests.masterplan import factories
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MOMENT = datetime(2026, 9, 29, 3, 0, tzinfo=clock.zone())
TEXT = body_from_text("Teks baru.")


@pytest.fixture
def plan():
    return factories.plan()


@pytest.fixture
def editor(plan):
    return opd.user(Role.EDITOR, plan.cycle.region)


def fresh(section) -> Any:
    return Section.objects.get(pk=section.pk)


def latest(act: str) -> AuditEvent:
    return AuditEvent.objects.filter(act=act).latest("pk")


def test_a_text_keeps_its_author_and_its_moment_and_is_the_one_that_was_meant(plan, editor):
    other, one = factories.section(plan), factories.section(plan, is_ready=True)
    with clock.at(MOMENT):
        sections.write(one, actor=editor, body=TEXT, expected_version=1)
    row = fresh(one)
    assert (row.body, row.is_ready, row.version) == (TEXT, False, 2)
    assert (row.edited_by, row.edited_at) == (editor, MOMENT)
    assert fresh(other).version == 1
    assert latest("section.written").object_id == str(one.pk)


def test_a_text_written_by_nobody_in_person_has_no_author(plan):
    one = factories.section(plan)
    assert sections.write(one, actor=SYSTEM, body=None, expected_version=1).edited_by is None
    assert fresh(one).body is None


def test_a_mark_keeps_its_author_and_its_moment(plan, editor):
    one = factories.section(plan)
    with clock.at(MOMENT):
        sections.mark_ready(one, actor=editor, is_ready=True, expected_version=1)
    row = fresh(one)
    assert (row.is_ready, row.version, row.edited_by, row.edited_at) == (True, 2, editor, MOMENT)
    assert latest("section.marked").changes == {"ready": True}


def test_the_mark_is_taken_from_a_section_whatever_it_holds(plan):
    one = factories.section(plan, body=None)
    assert sections.mark_ready(one, actor=SYSTEM, is_ready=False, expected_version=1).version == 2


def test_an_assignment_is_kept_and_changes_neither_text_nor_author(plan, editor):
    one, office = factories.section(plan, edited_by=editor), opd.opd(plan.cycle.region, "DLH")
    sections.assign(one, actor=SYSTEM, opd=office, expected_version=1)
    row = fresh(one)
    assert (row.assigned_opd, row.version, row.edited_by) == (office, 2, editor)


@pytest.mark.parametrize("text", [None, body_from_text(" ")])
def test_an_empty_text_is_shown_as_nothing_beside_the_stored_one(plan, editor, text):
    one = factories.section(plan, edited_by=editor, edited_at=MOMENT)
    with pytest.raises(StaleVersion) as refusal:
        sections.write(one, actor=SYSTEM, body=text, expected_version=9)
    said = refusal.value
    assert [(row.label, row.mine, row.theirs, row.field) for row in said.differences] == [
        ("Teks", "", "Sungai mengalir ke utara.", "text")
    ]
    assert (said.version, said.changed_by, said.changed_at) == (1, str(editor), MOMENT)


def test_a_conflict_with_a_text_nobody_wrote_names_nobody(plan):
    with pytest.raises(StaleVersion) as refusal:
        sections.write(factories.section(plan, body=None), actor=SYSTEM, body=TEXT, expected_version=9)
    assert refusal.value.changed_by == ""
    assert refusal.value.differences[0].theirs == ""


@pytest.mark.parametrize("version", [1, 2])
def test_a_text_the_schema_refuses_is_refused_at_its_field_first_sent_and_sent_again(plan, version):
    one = factories.section(plan)
    sections.write(one, actor=SYSTEM, body=TEXT, expected_version=1)
    with pytest.raises(Invalid, match="Teks belum dapat disimpan") as refusal:
        sections.write(
            one, actor=SYSTEM, body={"type": "doc", "content": [{"type": "image"}]}, expected_version=version
        )
    assert set(refusal.value.fields) == {"text"}


def test_a_section_that_moved_meanwhile_is_found_in_its_new_chapter(plan):
    """A later load may have moved it between the reading of the page and the lock."""
    one, target = factories.section(plan), factories.section(factories.plan())
    Section.objects.filter(pk=one.pk).update(chapter=target.chapter, order=9)
    assert sections.write(one, actor=SYSTEM, body=TEXT, expected_version=1).chapter == target.chapter


def test_a_section_that_stayed_is_not_asked_for_its_place_again(plan, django_assert_num_queries):
    one = Section.objects.select_related("chapter__book__masterplan__cycle").get(
        pk=factories.section(plan).pk
    )
    with django_assert_num_queries(1):
        assert sections._locked(one).region_id == plan.region_id
