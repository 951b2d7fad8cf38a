"""A var/ of older code is put aside with a sentence, never migrated, never deleted."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.management import outdated


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "portal.sqlite3").touch()
    return folder


def test_tables_of_other_migrations_are_put_aside(var):
    (var / outdated.STAMP).write_text("other")
    assert outdated.put_outdated_aside(var).startswith("var/ was made by older code. It is now var.")
    assert not var.exists()
    assert next(var.parent.glob("var.*/portal.sqlite3")).exists()


def test_tables_without_a_stamp_are_older_than_stamps(var):
    assert outdated.put_outdated_aside(var)


def test_tables_of_this_code_stay(var):
    outdated.write_stamp(var)
    assert outdated.put_outdated_aside(var) == ""
    assert var.exists()


def test_a_place_with_its_own_database_is_left_alone(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://x/y")
    assert outdated.put_outdated_aside(var) == ""


@pytest.mark.django_db
def test_a_database_of_older_code_is_not_migrated(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    MigrationRecorder(connection).record_unapplied("audit", "0001_initial")
    with pytest.raises(CommandError, match="older code"):
        call_command("prepare")
