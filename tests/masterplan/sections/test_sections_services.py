"""The text of a section: written with a version, marked by its writer."""

from typing import Any

import pytest

from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid, StaleVersion
from lib.versioned.services import NOT_SENT
from masterplan.sections import services as sections
from masterplan.sections.body.text import body_from_text, text_from_body
from opd.accounts.roles import Role
from tests.masterplan import factories
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def plan():
    return factories.plan()


def test_a_change_takes_the_mark_away(plan):
    one = factories.section(plan, is_ready=True)
    saved = sections.write(one, actor=SYSTEM, body=body_from_text("Teks baru."), expected_version=1)
    assert (saved.is_ready, saved.version, text_from_body(saved.body)) == (False, 2, "Teks baru.")


def test_the_same_text_again_changes_nothing(plan):
    one = factories.section(plan, is_ready=True)
    saved = sections.write(one, actor=SYSTEM, body=one.body, expected_version=1)
    assert (saved.is_ready, saved.version) == (True, 1)


def test_an_emptied_text_is_a_section_not_begun(plan):
    one = factories.section(plan, is_ready=True)
    saved = sections.write(one, actor=SYSTEM, body=body_from_text(" \n\n "), expected_version=1)
    assert (saved.body, saved.is_ready, saved.state) == (None, False, "empty")


@pytest.mark.parametrize("version", [NOT_SENT, 0, 2])
def test_another_or_no_version_is_refused_with_both_texts(plan, version):
    one = factories.section(plan)
    with pytest.raises(StaleVersion) as refusal:
        sections.write(one, actor=SYSTEM, body=body_from_text("# Punyaku"), expected_version=version)
    assert [(row.field, row.mine, row.theirs) for row in refusal.value.differences] == [
        ("text", "# Punyaku", "Sungai mengalir ke utara.")
    ]
    one.refresh_from_db()
    assert text_from_body(one.body) == "Sungai mengalir ke utara."


def test_a_body_the_schema_refuses_is_not_stored(plan):
    one = factories.section(plan)
    bad = {"type": "doc", "content": [{"type": "image"}]}
    for version in (1, 9):
        with pytest.raises(Invalid) as refusal:
            sections.write(one, actor=SYSTEM, body=bad, expected_version=version)
        assert set(refusal.value.fields) == {"text"}
    one.refresh_from_db()
    assert one.version == 1


def test_a_live_table_is_neither_written_nor_marked(plan):
    one = factories.section(plan, kind="table", table="programmes", body=None)
    with pytest.raises(Conflict):
        sections.write(one, actor=SYSTEM, body=body_from_text("Teks"), expected_version=1)
    with pytest.raises(Conflict):
        sections.mark_ready(one, actor=SYSTEM, is_ready=True, expected_version=1)


def test_the_mark_belongs_to_the_text_that_was_read(plan):
    one = factories.section(plan)
    marked = sections.mark_ready(one, actor=SYSTEM, is_ready=True, expected_version=1)
    assert (marked.is_ready, marked.version) == (True, 2)
    for version in (1, NOT_SENT):
        with pytest.raises(Conflict, match="ini diubah"):
            sections.mark_ready(one, actor=SYSTEM, is_ready=False, expected_version=version)
    assert not sections.mark_ready(one, actor=SYSTEM, is_ready=False, expected_version=2).is_ready


def test_a_section_without_text_cannot_be_ready(plan):
    with pytest.raises(Conflict, match="belum berisi teks"):
        sections.mark_ready(
            factories.section(plan, body=None), actor=SYSTEM, is_ready=True, expected_version=1
        )


def test_editors_write_everywhere_operators_where_they_are_asked(plan):
    dlh = opd.opd(plan.cycle.region)
    own, other = factories.section(plan, assigned_opd=dlh), factories.section(plan)
    operator, editor = opd.user(Role.OPERATOR, dlh), opd.user(Role.EDITOR, plan.cycle.region)
    body = body_from_text("Teks")
    sections.write(own, actor=operator, body=body, expected_version=1)
    sections.write(other, actor=editor, body=body, expected_version=1)
    for role, of in ((Role.HEAD, dlh), (Role.LEADER, dlh.region), (Role.FACILITATOR, dlh.region)):
        with pytest.raises(Forbidden):
            sections.write(own, actor=opd.user(role, of), body=body, expected_version=2)
    with pytest.raises(Forbidden):
        sections.write(other, actor=operator, body=body, expected_version=2)
    with pytest.raises(Forbidden):
        sections.mark_ready(other, actor=operator, is_ready=True, expected_version=2)


def test_an_assigned_office_may_write_and_the_mark_stays(plan):
    one = factories.section(plan, is_ready=True)
    office = opd.opd(plan.cycle.region)
    operator = opd.user(Role.OPERATOR, office)
    with pytest.raises(Forbidden):
        sections.write(one, actor=operator, body=None, expected_version=1)
    assigned = sections.assign(
        one, actor=opd.user(Role.EDITOR, plan.cycle.region), opd=office, expected_version=1
    )
    assert (assigned.assigned_opd, assigned.is_ready, assigned.version) == (office, True, 2)
    sections.write(assigned, actor=operator, body=body_from_text("Dari OPD."), expected_version=2)


def test_assigning_needs_the_version_that_was_seen_and_an_office_of_the_region(plan):
    one = factories.section(plan)
    with pytest.raises(Conflict):
        sections.assign(one, actor=SYSTEM, opd=None, expected_version=7)
    with pytest.raises(Invalid):
        sections.assign(one, actor=SYSTEM, opd=opd.opd(opd.region()), expected_version=1)


def trail(section, act):
    return AuditEvent.objects.filter(act=act, object_id=str(section.pk)).latest("pk").changes


def test_the_trail_tells_both_texts_and_that_the_mark_went(plan):
    one = factories.section(plan, is_ready=True)
    sections.write(one, actor=SYSTEM, body=body_from_text("Teks baru."), expected_version=1)
    assert trail(one, "section.written") == {
        "body": ["Sungai mengalir ke utara.", "Teks baru."],
        "block": 0,
        "ready": [True, False],
    }


def test_the_trail_tells_the_passage_that_changed_and_where(plan):
    one = factories.section(plan)
    first = sections.write(
        one, actor=SYSTEM, body=body_from_text("Satu.\n\nDua.\n\nTiga."), expected_version=1
    )
    body = body_from_text("Satu.\n\n# Dua baru\n\nDua lagi.\n\nTiga.", first.body)
    sections.write(first, actor=SYSTEM, body=body, expected_version=2)
    assert trail(one, "section.written") == {"body": ["Dua.", "# Dua baru\n\nDua lagi."], "block": 1}


def test_the_trail_tells_nothing_of_a_save_that_changed_nothing(plan):
    one = factories.section(plan, is_ready=True)
    sections.write(one, actor=SYSTEM, body=one.body, expected_version=1)
    assert trail(one, "section.written") == {}


def test_a_live_table_is_neither_marked_nor_assigned(plan):
    one = factories.section(plan, kind="table", table="programmes", body=None)
    with pytest.raises(Conflict, match="tabel yang mengikuti data"):
        sections.mark_ready(one, actor=SYSTEM, is_ready=False, expected_version=1)
    with pytest.raises(Conflict, match="tabel yang mengikuti data"):
        sections.assign(one, actor=SYSTEM, opd=None, expected_version=1)


def test_only_the_editor_assigns(plan):
    office = opd.opd(plan.cycle.region)
    one = factories.section(plan, assigned_opd=office)
    others: list[tuple[Role, Any]] = [
        (Role.OPERATOR, office),
        (Role.HEAD, office),
        (Role.FACILITATOR, office.region),
    ]
    for role, of in others:
        with pytest.raises(Forbidden):
            sections.assign(one, actor=opd.user(role, of), opd=None, expected_version=1)


def test_the_trail_tells_from_whom_to_whom_a_section_went(plan):
    office = opd.opd(plan.cycle.region, "DLH")
    one = sections.assign(factories.section(plan), actor=SYSTEM, opd=office, expected_version=1)
    assert trail(one, "section.assigned") == {"opd": ["", "DLH"]}
    one = sections.assign(one, actor=SYSTEM, opd=None, expected_version=2)
    assert trail(one, "section.assigned") == {"opd": ["DLH", ""]}


def test_an_office_from_elsewhere_is_refused_at_its_field(plan):
    with pytest.raises(Invalid) as refusal:
        sections.assign(factories.section(plan), actor=SYSTEM, opd=opd.opd(opd.region()), expected_version=1)
    assert set(refusal.value.fields) == {"opd"}
