"""The triggers of PostgreSQL: each statement they refuse, read from the list they are made of."""

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from lib import clock
from lib.audit import sealing
from lib.audit.models import AuditEvent
from portal.integrity.append_only import REFUSAL, ROW_TRIGGER, TABLES, missing_triggers
from tests import world as worlds
from tests.commitments import factories as commitments
from tests.lib.audit.chains import sql

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.needs("postgresql"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="make test runs it, on PostgreSQL"),
]
MODELS = {model._meta.db_table: model for model in apps.get_models()}
EMPTY = (None, "", {}, [])
SOME_COLUMNS = {table: set(changes.columns) for table, changes in TABLES.items() if changes}


@pytest.fixture
def world():
    built = worlds.build()
    commitments.signed(built.commitment, built.people["head.own"])
    sealing.seal()
    connection.check_constraints()  # what waits for the end of the transaction would refuse first
    return built


def said(statement, *values):
    """What the database says against a statement, "" when nothing; it is undone."""
    try:
        with transaction.atomic():
            sql(statement, *values)
            transaction.set_rollback(True)
    except DatabaseError as reason:
        return str(reason)
    return ""


def refused(statement, *values):
    assert REFUSAL in said(statement, *values)


def two_values(field, world):
    kinds = {
        models.ForeignKey: (world.people["editor"].pk, world.people["leader"].pk),
        models.DateField: (clock.now(), clock.now() + timedelta(days=1)),
        models.UUIDField: (uuid.uuid4().hex, uuid.uuid4().hex),
        models.JSONField: (json.dumps({"a": 1}), json.dumps({"a": 2})),
        models.BooleanField: (False, True),
        models.IntegerField: (1, 987),
    }
    return next((values for kind, values in kinds.items() if isinstance(field, kind)), ("a", "b"))


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_deleted_or_renumbered(world, table):
    for statement in ("DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET id = id + 9"):
        refused(statement.format(table))


@pytest.mark.parametrize("table", sorted(TABLES.keys() - SOME_COLUMNS.keys()))
def test_some_tables_take_no_update_at_all(world, table):
    refused(f"UPDATE {table} SET id = id")


@pytest.mark.parametrize("table", SOME_COLUMNS)
def test_other_columns_take_one_value(world, table):
    rows = list(MODELS[table]._default_manager.all())
    for field in MODELS[table]._meta.concrete_fields:
        first, second = two_values(field, world)
        if field.column in SOME_COLUMNS[table]:
            continue
        row = next((row for row in rows if getattr(row, field.attname) not in EMPTY), None)
        if row is None:
            row = rows[-1]
            sql(f"UPDATE {table} SET {field.column} = %s WHERE id = %s", first, row.pk)
        refused(f"UPDATE {table} SET {field.column} = %s WHERE id = %s", second, row.pk)


@pytest.mark.parametrize("table", SOME_COLUMNS)
def test_columns_that_the_list_names_may_change(world, table):
    for column in SOME_COLUMNS[table] - {"state"}:
        for value in two_values(MODELS[table]._meta.get_field(column), world):
            assert REFUSAL not in said(f"UPDATE {table} SET {column} = %s", value)


@pytest.mark.parametrize("table", [table for table, changes in TABLES.items() if changes and changes.steps])
def test_a_state_takes_one_step_and_an_end_is_an_end(table):
    """Each pair of states, on a table without other rules that has the same trigger."""
    made = definition(table)
    sql("CREATE TABLE walked (id text, state text)")
    sql(made.replace(f"public.{table}", "walked"))
    steps = TABLES[table].steps
    taken = {before: {after for after in steps if goes(before, after)} for before in steps}
    assert taken == {state: {state, *targets} for state, targets in steps.items()}


def definition(table):
    query = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass"
    with connection.cursor() as cursor:
        cursor.execute(query, [ROW_TRIGGER, table])
        return cursor.fetchone()[0]


def goes(before, after):
    sql("INSERT INTO walked VALUES (%s, %s)", before + after, before)
    return not said("UPDATE walked SET state = %s WHERE id = %s", after, before + after)


def test_through_the_orm_an_event_is_refused_as_well(world):
    event = AuditEvent.objects.latest("pk")
    for act in (
        event.save,
        lambda: AuditEvent.objects.bulk_update([event], ["act"]),
        lambda: AuditEvent.objects.filter(pk=event.pk)._raw_delete(using="default"),
    ):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            act()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER append_only_row ON audit_auditseal",
        "ALTER TABLE audit_auditseal DISABLE TRIGGER append_only_truncate",
        "ALTER TABLE audit_auditseal ENABLE REPLICA TRIGGER append_only_row",
        "DROP FUNCTION refuse_change() CASCADE",
    ],
)
def test_a_trigger_that_is_gone_or_disabled_is_named_by_verify_audit(statement):
    assert missing_triggers() == []
    sql(statement)
    with pytest.raises(CommandError, match=r"pemicu tabel ini hilang: .*audit_auditseal"):
        call_command("verify_audit")


def test_a_column_may_still_change_its_type(world):
    sql("ALTER TABLE masterplan_revision ALTER COLUMN label TYPE text")
    refused("UPDATE masterplan_revision SET label = 'x'")


def test_an_account_that_owns_no_table_cannot_take_the_triggers_away(world):
    sql("CREATE ROLE portal_guest")
    sql("GRANT USAGE ON SCHEMA public TO portal_guest")
    sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_guest")
    sql("SET LOCAL ROLE portal_guest")
    returns = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"
    for statement in (
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only_row ON audit_auditevent",
        f"CREATE OR REPLACE FUNCTION refuse_change() {returns}",
        "SET session_replication_role = replica",
        "TRUNCATE audit_auditseal",
    ):
        with pytest.raises(DatabaseError, match=r"must be|permission denied"), transaction.atomic():
            sql(statement)
    refused("DELETE FROM audit_auditevent")
