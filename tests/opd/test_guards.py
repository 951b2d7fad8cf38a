"""What the guards refuse besides change and deletion, and guards that only bear the right name."""

from functools import partial

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from commitments.models import Commitment
from masterplan.enums import Answer
from masterplan.models import Comment, ReviewRound, Revision
from masterplan.services import reviews
from opd import guards, triggers
from opd.authorization import SYSTEM
from tests import world as worlds
from tests.commitments import factories as commitments
from tests.masterplan import factories as masterplan
from tests.opd import chains

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return worlds.build()


POSTGRESQL = connection.vendor == "postgresql"


def refused(act):
    with pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus"), transaction.atomic():
        act()


def copied(table, pk, verb="INSERT", **changes):
    """The statement that adds a row like another one, but for some columns."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [
        field.column for field in model._meta.concrete_fields if field.column != "id" or "id" in changes
    ]
    values = ", ".join(str(changes.get(str(column), f'"{column}"')) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"{verb} INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {pk}"


class TestByText:
    """The right name over something else is no guard."""

    def one(self, table="masterplan_revision", act="update"):
        return next(g for g in guards.expected(connection).values() if (g.table, g.act) == (table, act))

    def is_named_and_repaired(self, guard):
        assert triggers.missing(connection) == [guard.name]
        assert not triggers.are_as_meant(connection)
        with pytest.raises(CommandError, match=f"hilang atau diubah: {guard.name}"):
            call_command("verify_audit")
        triggers.install(connection)
        assert triggers.are_as_meant(connection)

    def test_one_that_never_fires(self):
        guard = self.one("commitments_signature")
        chains.sql(f"DROP TRIGGER {guard.name}" + (f" ON {guard.table}" if POSTGRESQL else ""))
        head = f"CREATE TRIGGER {guard.name} BEFORE UPDATE ON {guard.table} FOR EACH ROW WHEN (false)"
        does = f"EXECUTE FUNCTION {guard.name}()" if POSTGRESQL else "BEGIN SELECT 1; END"
        chains.sql(f"{head} {does}")
        self.is_named_and_repaired(guard)

    @pytest.mark.parametrize(
        "change",
        [
            "CREATE OR REPLACE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "ALTER FUNCTION {0}() SET search_path = pg_temp",
            "ALTER FUNCTION {0}() SECURITY DEFINER",
        ],
    )
    def test_one_whose_function_is_another(self, change):
        if not POSTGRESQL:
            return  # SQLite keeps the whole guard in one text
        guard = self.one()
        chains.sql(change.format(guard.name))
        self.is_named_and_repaired(guard)

    def test_one_that_was_dropped_while_its_function_stayed(self):
        guard = self.one()
        chains.sql(f"DROP TRIGGER {guard.name}" + (f" ON {guard.table}" if POSTGRESQL else ""))
        self.is_named_and_repaired(guard)

    def test_one_that_calls_another_function(self):
        if not POSTGRESQL:
            return
        guard = self.one()
        chains.sql("CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        chains.sql(f"DROP TRIGGER {guard.name} ON {guard.table}")
        head = f"CREATE TRIGGER {guard.name} BEFORE UPDATE ON {guard.table} FOR EACH ROW"
        chains.sql(f"{head} EXECUTE FUNCTION idle()")
        self.is_named_and_repaired(guard)


class TestSteps:
    def test_no_step_is_left_out(self, world):
        frozen = Revision.objects.filter(pk=world.revision.pk)
        for state in ("approved", "returned", "superseded"):
            refused(lambda state=state: frozen.update(state=state))
        refused(lambda: frozen.update(state="final", final_at=timezone.now()))
        refused(lambda: Commitment.objects.filter(pk=world.commitment.pk).update(state="superseded"))

    def test_what_belongs_to_one_act_is_set_by_it_alone(self, world):
        now = timezone.now()
        for row in (world.revision_returned, world.revision_approved):
            found = Revision.objects.filter(pk=row.pk)
            refused(lambda found=found: found.update(final_at=now))
            refused(lambda found=found: found.update(final_by=world.people["leader"].pk))
            refused(lambda found=found: found.update(missing_reason="Tidak pernah dikatakan."))
        commitments.signed(world.commitment, world.people["head.own"])
        letter = Commitment.objects.filter(pk=world.commitment.pk)
        refused(lambda: letter.update(end_reason="Dicabut diam-diam."))
        refused(lambda: letter.update(ended_at=now))

    def test_a_row_begins_at_the_beginning(self, world):
        table, pk = "masterplan_revision", world.revision.pk
        new = {"number": 9, "label": "'v9'", "token": "'ABCDEFGHJKMNPQRS'"}
        for change in (
            {"state": "'final'", "final_at": "frozen_at"},
            {"state": "'approved'"},
            {"missing_reason": "'Palsu.'"},
        ):
            refused(lambda change=change: chains.sql(copied(table, pk, **new, **change)))
        new = {"number": 99, "token": "'ABCDEFGHJKMNPQRS'", "state": "'signed'"}
        refused(lambda: chains.sql(copied("commitments_commitment", world.commitment.pk, **new)))

    def test_a_decided_round_takes_nothing_more(self, world):
        revision = masterplan.decided(world.round)
        round_ = ReviewRound.objects.get(revision=revision)
        bare = ReviewRound.objects.filter(pk=masterplan_round(world).pk)
        for change in (
            {"reason": "Alasan palsu."},
            {"decided_by": 1},
            {"closed_by": 1},
            {"due": "2031-01-01"},
        ):
            refused(lambda change=change: ReviewRound.objects.filter(pk=round_.pk).update(**change))
        with pytest.raises(DatabaseError), transaction.atomic():
            bare.update(reason="Alasan palsu.")
        late = {"uid": f"'{'ab' * 16}'", "number": 99}
        comment = Comment.objects.filter(round=round_).first()
        refused(lambda: chains.sql(copied("masterplan_comment", comment.pk, **late)))

    def test_a_table_of_the_same_name_that_only_the_session_sees_changes_nothing(self, world):
        if not POSTGRESQL:
            return
        reviews.answer(world.comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="")
        masterplan.decided(world.round)
        chains.sql("CREATE TEMP TABLE masterplan_reviewround (id bigint, closed_at timestamptz)")
        refused(lambda: chains.sql("UPDATE masterplan_comment SET answer_text = 'lain' WHERE answer <> ''"))
        chains.sql("DROP TABLE pg_temp.masterplan_reviewround")


def masterplan_round(world):
    return ReviewRound.objects.filter(revision=world.revision_approved).get()


class TestOtherClients:
    """SQLite's REPLACE takes rows away without a word unless the client asks for recursive triggers."""

    @pytest.fixture
    def client(self, world):
        if POSTGRESQL:
            yield None
            return
        chains.sql("PRAGMA recursive_triggers = OFF")
        yield world
        chains.sql("PRAGMA recursive_triggers = ON")

    def test_no_row_takes_the_place_of_another(self, client):
        if client is None:
            return  # PostgreSQL knows no REPLACE
        commitments.signed(client.commitment, client.people["head.own"])
        for table in guards.tables():
            pk = one(f"SELECT max(id) FROM {table}")
            if pk is not None:
                refused(partial(chains.sql, copied(table, pk, "REPLACE", id=pk)))
        token = "'ABCDEFGHJKMNPQRS'"
        for table, pk, change in (
            (
                "commitments_signature",
                one("SELECT max(id) FROM commitments_signature"),
                {"note": "'DIPALSUKAN'"},
            ),
            ("masterplan_revision", client.revision.pk, {"number": 77, "label": "'v7.7'"}),
            ("masterplan_revision", client.revision.pk, {"number": 77, "token": token}),
            # the one letter in force of an office, found by a rule that holds for some states only
            (
                "commitments_commitment",
                client.commitment_other.pk,
                {"number": 77, "token": token, "state": "'preparing'"},
            ),
            ("masterplan_reviewround", client.round.pk, {"number": 77}),
            ("masterplan_comment", client.comment.pk, {"uid": f"'{'ab' * 16}'"}),
        ):
            refused(partial(chains.sql, copied(table, pk, "REPLACE", **change)))

    def test_a_row_of_its_own_is_taken(self, world):
        """A version may be frozen while another is in review; a key that is taken is refused as ever."""
        assert masterplan.frozen(world.plan).pk
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(
                masterplan=world.plan,
                number=world.revision.number,
                label="v7",
                content="{}",
                sha256="0" * 64,
                frozen_at=timezone.now(),
            )


def one(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
