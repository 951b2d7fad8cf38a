"""A migration that cannot get its table gives way: it changes nothing, says so, and holds up nobody."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError, connection, connections, transaction

from config import migrating
from config.management.commands import migrate
from opd.models import Region
from tests.opd import chains

pytestmark = pytest.mark.django_db


def columns():
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, "opd_region")
    return {column.name for column in found}


def add_a_column():
    with transaction.atomic():
        chains.sql("ALTER TABLE opd_region ADD COLUMN anthem varchar(20)")


@pytest.fixture
def pauses(monkeypatch):
    """Nobody waits between two tries; how often it would have been is kept."""
    taken = []
    monkeypatch.setattr(time, "sleep", taken.append)
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT_S", "0.2")
    return taken


def read_all():
    list(Region.objects.all())
    connections.close_all()


@contextmanager
def held_by_somebody(seconds=60.0):
    """Another connection reads the table inside a transaction it does not end."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                list(Region.objects.all())
                is_held.set()
                may_end.wait(seconds)
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert is_held.wait(30)
    try:
        yield may_end
    finally:
        may_end.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
class TestOnPostgreSQL:
    @pytest.fixture(autouse=True)
    def _only_there(self):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no lock of one table")

    def test_a_busy_table_is_asked_for_five_times_and_then_left_alone(self, pauses):
        said, before = [], columns()
        with held_by_somebody(), pytest.raises(CommandError, match="did not get its lock within") as refusal:
            migrating.patiently(add_a_column, connection, said.append)
        assert "It changed nothing" in str(refusal.value)
        assert pauses == [migrating.PAUSE_S] * (migrating.TRIES - 1)
        assert len(said) == migrating.TRIES - 1
        assert columns() == before

    def test_a_table_that_becomes_free_is_changed(self, pauses, monkeypatch):
        with held_by_somebody() as may_end:
            monkeypatch.setattr(time, "sleep", lambda seconds: may_end.set())
            migrating.patiently(add_a_column, connection, lambda line: None)
        assert "anthem" in columns()
        chains.sql("ALTER TABLE opd_region DROP COLUMN anthem")

    def test_who_reads_meanwhile_waits_no_longer_than_the_migration_does(self, pauses):
        """Behind a waiting ALTER every query of its table waits; after it gave way they all go on."""
        with held_by_somebody():
            readers = []

            def read(line):
                readers.append(threading.Thread(target=read_all))
                readers[-1].start()

            with pytest.raises(CommandError):
                migrating.patiently(add_a_column, connection, read)
            for reader in readers:
                reader.join(30)
            assert len(readers) == migrating.TRIES - 1
            assert not any(reader.is_alive() for reader in readers)

    def test_the_limit_ends_with_the_transaction(self, pauses):
        migrating.patiently(lambda: None, connection, lambda line: None)
        with transaction.atomic(), connection.execute_wrapper(migrating._wait_briefly):
            chains.sql("CREATE TABLE briefly (id integer)")
            assert setting() == "200ms"
            transaction.set_rollback(True)
        assert setting() != "200ms"


def setting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        return cursor.fetchone()[0]


def test_another_failure_is_told_as_it_is():
    def breaks():
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError, match="the disk is full"):
        migrating.patiently(breaks, connection, lambda line: None)


def test_the_migration_that_waits_is_named(monkeypatch):
    monkeypatch.setattr(migrating, "_plan", lambda connection: [("opd.0009_anthem", False)])
    assert migrating._busy(connection).startswith("The migration opd.0009_anthem did not get its lock")


def test_something_is_due_while_a_migration_is_missing(monkeypatch):
    assert not migrating.is_due(connection)
    monkeypatch.setattr(migrating, "_plan", lambda connection: ["opd.0009"])
    assert migrating.is_due(connection)


def test_every_migrate_of_the_portal_is_the_patient_one(monkeypatch):
    asked = []
    monkeypatch.setattr(migrate, "patiently", lambda work, connection, say: asked.append(connection.alias))
    call_command("migrate", verbosity=0)
    assert (asked, get_commands()["migrate"]) == (["default"], "config")
