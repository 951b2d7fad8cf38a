"""The audit trail is only ever added to; the database itself sees to it, whichever it is."""

import pytest
from django.db import DatabaseError, connection, transaction

from opd import audit, triggers
from opd.authorization import SYSTEM
from opd.models import AuditEvent
from opd.selectors import events_of
from tests import world as worlds
from tests.commitments import factories as commitments
from tests.opd import factories as opd

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return audit.record(opd.user(label="Editor Contoh"), "region.changed", opd.region(), {"name": ["a", "b"]})


def refused(act):
    with pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus"), transaction.atomic():
        act()


def test_an_event_names_actor_act_object_region_and_change(event):
    assert (event.actor_label, event.act, event.object_type) == (
        "Editor Contoh",
        "region.changed",
        "opd.region",
    )
    assert event.region_id == int(event.object_id)
    assert event.changes == {"name": ["a", "b"]}
    assert audit.record(SYSTEM, "region.loaded", event.region).actor is None


def test_an_event_is_neither_changed_nor_deleted(event):
    refused(lambda: AuditEvent.objects.filter(pk=event.pk).update(act="lain"))
    refused(lambda: AuditEvent.objects.filter(pk=event.pk).delete())
    refused(lambda: AuditEvent.objects.filter(pk=event.pk).update(actor_label=event.actor_label))
    event.act = "lain"
    refused(event.save)
    assert AuditEvent.objects.get().act == "region.changed"


def test_the_trail_outlives_the_name_of_who_acted(event):
    with pytest.raises(DatabaseError), transaction.atomic():
        event.actor.delete()


def test_every_table_that_is_named_append_only_refuses_deleting():
    worlds.build()
    for table in triggers.tables():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            if cursor.fetchone()[0]:
                refused(lambda table=table: connection.cursor().execute(f"DELETE FROM {table}"))


def test_no_table_that_is_named_append_only_can_be_emptied_at_once():
    worlds.build()
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no other way than DELETE")
    connection.check_constraints()  # what waits for the end of the transaction would refuse first
    for table in triggers.tables():
        refused(lambda table=table: connection.cursor().execute(f"TRUNCATE {table} CASCADE"))


def test_no_row_of_such_a_table_changes_its_number_or_takes_the_place_of_another():
    world = worlds.build()
    commitments.signed(world.commitment, world.people["head.own"])
    for table in triggers.tables():
        refused(lambda table=table: connection.cursor().execute(f"UPDATE {table} SET id = id + 90000"))
        if connection.vendor == "sqlite":
            copied = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
            refused(lambda copied=copied: connection.cursor().execute(copied))


def test_what_was_decided_about_a_version_and_what_a_letter_names_is_never_changed():
    world = worlds.build()
    revision, other = world.revision_approved, world.revision
    revision.final_at, revision.missing_reason = revision.frozen_at, "Dua OPD menyusul."
    revision.save()
    refused(lambda: type(revision).objects.filter(pk=revision.pk).update(missing_reason="Lengkap."))
    refused(lambda: type(revision).objects.filter(pk=revision.pk).update(final_at=None))
    letters = type(world.commitment).objects.filter(pk=world.commitment.pk)
    refused(lambda: letters.update(revision=other))
    refused(lambda: letters.update(number=999))
    comments = world.round.comments
    refused(lambda: comments.update(number=99))


def test_set_once_columns_can_be_set_and_not_changed_after():
    for table, columns in triggers.tables().items():
        for statement in triggers._create(connection.vendor, table, columns):
            assert ("WHEN" in statement) == (bool(columns) and "update" in statement.split()[2])


def test_the_triggers_can_be_installed_again_and_hold(event):
    triggers.install(connection)
    triggers.remove(connection)
    triggers.install(connection)
    refused(lambda: AuditEvent.objects.filter(pk=event.pk).delete())


def test_a_change_is_told_as_before_and_after_of_what_differs():
    told = audit.changed({"a": 1, "b": "x", "c": None}, {"a": 1, "b": "y", "c": (2, 3)})
    assert told == {"b": ["x", "y"], "c": [None, "(2, 3)"]}


def test_the_newest_events_of_one_row_come_first(event):
    region = event.region
    audit.record(SYSTEM, "region.loaded", region)
    audit.record(SYSTEM, "region.loaded", opd.region())
    assert [found.act for found in events_of(region)] == ["region.loaded", "region.changed"]
    assert len(events_of(region, limit=1)) == 1
