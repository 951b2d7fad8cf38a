"""The guards in the database: they stand, come back after a rebuilt table, and refuse whoever asks."""

import re
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from commitments import workflow as commitment_workflow
from commitments.models import Commitment
from masterplan import workflow as revision_workflow
from masterplan.models import Comment, Export, Revision
from opd import clock, guards, triggers
from opd.models import AuditEvent
from opd.services import seals
from tests import world as worlds
from tests.commitments import factories as commitments
from tests.opd import chains

pytestmark = pytest.mark.django_db
GUARDED = {
    "opd_auditevent",
    "opd_auditseal",
    "masterplan_revision",
    "masterplan_reviewround",
    "masterplan_comment",
    "masterplan_export",
    "commitments_commitment",
    "commitments_signature",
}
ACTS = {"sqlite": {"update", "delete", "insert"}, "postgresql": {"update", "delete", "truncate"}}
BEGUN = {"masterplan_revision", "masterplan_comment", "commitments_commitment"}
"""Tables whose rows begin somewhere; on SQLite every guarded table takes no row in the place of another."""
SET_WITH = {
    "masterplan_revision": ("final_at", "final_by_id", "missing_reason"),
    "commitments_commitment": ("issued_at", "ended_at", "end_reason"),
}
WHOLE = ("opd_auditevent", "opd_auditseal", "commitments_signature")
WORKFLOWS = {
    "commitments_commitment": commitment_workflow.TOLD,
    "masterplan_revision": revision_workflow.NEXT,
}
NEXT = {
    "commitments_commitment": {
        # the illustrative plan tells of answers before its letters are printed
        "preparing": {"issued", "withdrawn", "signed", "signed_with_note", "declined"},
        "issued": {"signed", "signed_with_note", "declined", "withdrawn"},
        "signed": {"superseded"},
        "signed_with_note": {"superseded"},
    },
    "masterplan_revision": {
        "frozen": {"in_review"},
        "in_review": {"approved", "returned"},
        "approved": {"final", "superseded"},
        "final": {"superseded"},
    },
}


@pytest.fixture
def world():
    built = worlds.build()
    commitments.signed(built.commitment, built.people["head.own"])
    seals.seal()
    return built


def refused(act):
    with pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus"), transaction.atomic():
        act()


def acts_by_table(names):
    found = {}
    for name in names:
        table, act = re.fullmatch(r"(\w+)_no_([a-z]+)_[0-9a-f]{8}", name).groups()
        found.setdefault(table, set()).add(act)
    return found


def drop_one():
    name, table = sorted(triggers.standing(connection).items())[0]
    with connection.cursor() as cursor:
        triggers._drop(cursor, connection.vendor, name, table)
    return name


class TestStanding:
    def test_every_guard_is_in_the_registry_and_in_the_catalogue(self):
        wanted = {
            table: ACTS[connection.vendor] | ({"insert"} if table in BEGUN else set()) for table in GUARDED
        }
        assert acts_by_table(guards.expected(connection)) == wanted
        assert acts_by_table(triggers.standing(connection)) == wanted
        assert triggers.missing(connection) == []

    def test_what_is_missing_is_named_and_made_again(self):
        name = drop_one()
        assert triggers.missing(connection) == [name]
        triggers.install(connection)
        assert triggers.missing(connection) == []

    def test_one_that_was_switched_off_does_not_stand(self):
        if connection.vendor != "postgresql":
            return  # SQLite cannot switch one off
        name, table = sorted(triggers.standing(connection).items())[0]
        chains.sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        assert triggers.missing(connection) == [name]
        triggers.install(connection)
        assert triggers.missing(connection) == []

    def test_one_of_an_earlier_release_is_replaced(self, monkeypatch):
        before = triggers.standing(connection)
        monkeypatch.setattr(guards, "REFUSAL", "Catatan ini beku.")
        triggers.install(connection)
        assert acts_by_table(triggers.standing(connection)) == acts_by_table(before)
        assert not triggers.standing(connection).keys() & before.keys()

    def test_where_all_stand_nothing_is_made(self, django_assert_num_queries):
        triggers.install(connection)
        with django_assert_num_queries(2):
            triggers.install(connection)

    def test_without_guards_nothing_is_refused(self, world):
        triggers.remove(connection)
        assert triggers.standing(connection) == {}
        assert AuditEvent.objects.update(act="lain") > 0


@pytest.mark.django_db(transaction=True)
class TestMigrations:
    def altered(self, model, name, field):
        """The table with another field, then with its own again, and what was missing in between."""
        old, field.model = model._meta.get_field(name), model
        field.set_attributes_from_name(name)
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, field, strict=True)
        lost = triggers.missing(connection)
        call_command("migrate", verbosity=0)
        there = triggers.missing(connection)
        with connection.schema_editor() as editor:
            editor.alter_field(model, field, old, strict=True)
        call_command("migrate", verbosity=0)
        return lost, there

    def test_a_table_that_was_rebuilt_has_its_guards_again(self):
        lost, there = self.altered(AuditEvent, "act", models.CharField(max_length=61, null=True))
        if connection.vendor == "sqlite":
            assert acts_by_table(lost) == {"opd_auditevent": ACTS["sqlite"]}
        assert there == []

    def test_a_guarded_column_may_still_change_its_type(self):
        _, there = self.altered(Revision, "label", models.TextField("versi"))
        assert there == []

    def test_every_command_that_migrates_leaves_them_standing(self):
        call_command("migrate", verbosity=0)
        assert acts_by_table(triggers.standing(connection)).keys() == GUARDED


class TestRefusing:
    def test_no_row_is_deleted_renumbered_or_put_in_the_place_of_another(self, world):
        connection.check_constraints()  # what waits for the end of the transaction would refuse first
        more = {
            "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
            "postgresql": "TRUNCATE {0} CASCADE",
        }
        for table in sorted(GUARDED):
            for statement in ("DELETE FROM {0}", "UPDATE {0} SET id = id + 90000", more[connection.vendor]):
                refused(partial(chains.sql, statement.format(table)))

    @pytest.mark.parametrize("table", WHOLE)
    def test_some_tables_take_no_update_at_all(self, world, table):
        refused(lambda: chains.sql(f"UPDATE {table} SET id = id"))

    @pytest.mark.parametrize("table", [table for table, columns in guards.tables().items() if columns])
    def test_what_was_set_is_not_changed(self, world, table):
        for column in guards.tables()[table]:
            first, second = two_values(field_of(table, column), world)
            row = one(f"SELECT id FROM {table} WHERE {IS_SET[connection.vendor].format(c=column)}")
            if row is None:
                row = one(f"SELECT max(id) FROM {table}")
                if column in SET_WITH.get(table, ()):
                    refused(
                        partial(chains.sql, f"UPDATE {table} SET {column} = %s WHERE id = %s", first, row)
                    )
                    continue
                chains.sql(f"UPDATE {table} SET {column} = %s WHERE id = %s", first, row)
            refused(partial(chains.sql, f"UPDATE {table} SET {column} = %s WHERE id = %s", second, row))

    def test_what_was_decided_about_a_version_is_never_changed(self, world):
        revision = world.revision_approved
        found = Revision.objects.filter(pk=revision.pk)
        found.update(state="final", final_at=revision.frozen_at, missing_reason="Dua OPD menyusul.")
        refused(lambda: found.update(missing_reason="Lengkap."))
        refused(lambda: found.update(final_at=None))

    def test_the_head_of_the_chain_is_set_once(self, world):
        found = Revision.objects.filter(pk=world.revision.pk)
        assert found.update(chain_head="a" * 64) == 1
        assert found.update(chain_head="a" * 64) == 1
        refused(lambda: found.update(chain_head="b" * 64))
        refused(lambda: found.update(chain_head=""))

    def test_what_a_letter_names_is_never_changed(self, world):
        letters = Commitment.objects.filter(pk=world.commitment.pk)
        refused(lambda: letters.update(revision=world.revision))
        refused(lambda: letters.update(number=999))
        refused(lambda: letters.update(slice_sha256="0" * 64))

    def test_what_is_known_of_a_file_is_set_once(self, world):
        files = Export.objects.filter(pk=world.export.pk)
        assert files.update(size=10, pages=2, page_map={"bab-1": 1}, sha256="a" * 64) == 1
        for change in (
            {"size": 11},
            {"pages": 3},
            {"page_map": {}},
            {"page_map": {"bab-1": 2}},
            {"format": "xlsx"},
        ):
            refused(lambda change=change: files.update(**change))

    def test_an_answer_stands_once_its_round_is_closed(self, world):
        comments = Comment.objects.filter(pk=world.comment_answered.pk)
        assert comments.update(answer_text="Sudah.") == 1
        world.round.closed_at = clock.now()
        world.round.save()
        refused(lambda: comments.update(answer_text="Belum."))
        refused(lambda: comments.update(answer="rejected", answer_text="Tidak."))
        refused(lambda: comments.update(answer="", answered_at=None))
        assert comments.update(answer_text="Sudah.") == 1

    @pytest.mark.parametrize("table", sorted(WORKFLOWS))
    def test_a_state_takes_one_step_of_its_table_and_an_end_is_an_end(self, table):
        steps = WORKFLOWS[table]
        guard = guards.Guard("walked", "update", connection.vendor, guards.no_step(steps))
        chains.sql("CREATE TABLE walked (id integer, state varchar(20))")
        for statement in guard.statements:
            chains.sql(statement)
        gone = {state: {target for target in steps if goes(state, target)} for state in steps}
        assert gone == {state: {state, *NEXT[table].get(state, ())} for state in steps}

    @pytest.mark.parametrize(
        ("table", "row", "state"),
        [
            ("commitments_commitment", "commitment", "issued"),
            ("commitments_commitment", "commitment", "withdrawn"),
            ("masterplan_revision", "revision_approved", "in_review"),
            ("masterplan_revision", "revision_returned", "approved"),
        ],
    )
    def test_so_does_that_of_a_letter_or_a_version(self, world, table, row, state):
        pk = world.rows[row].pk
        refused(lambda: chains.sql(f"UPDATE {table} SET state = %s WHERE id = %s", state, pk))


def one(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return (cursor.fetchone() or [None])[0]


def goes(state, target):
    chains.sql("DELETE FROM walked")
    chains.sql("INSERT INTO walked VALUES (1, %s)", state)
    try:
        with transaction.atomic():
            chains.sql("UPDATE walked SET state = %s", target)
    except DatabaseError:
        return False
    return True


IS_SET = {
    "sqlite": "COALESCE({c}, '') NOT IN ('', '{{}}', '[]')",
    "postgresql": "COALESCE({c}::text, '') NOT IN ('', '{{}}', '[]')",
}


def field_of(table, column):
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return next(field for field in model._meta.concrete_fields if field.column == column)


def two_values(field, world):
    """Something to set, and something else to change it to."""
    if isinstance(field, models.ForeignKey):
        return world.people["editor"].pk, 987
    kinds = {
        models.DateTimeField: (clock.now(), clock.now() + timedelta(days=1)),
        models.UUIDField: (uuid.uuid4().hex, uuid.uuid4().hex),
        models.JSONField: ('{"a": 1}', '{"a": 2}'),
        models.BooleanField: (False, True),
        models.IntegerField: (1, 987),
    }
    return next((values for kind, values in kinds.items() if isinstance(field, kind)), ("a", "b"))
