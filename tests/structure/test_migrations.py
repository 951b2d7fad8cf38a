"""A release is rolled out while the one before still works: what a migration may do. docs/decisions/0012.

The first migration of each app made its tables; whatever comes after meets rows and running code.
"""

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from tests import world as worlds

APPS = frozenset(["audit", "bimtek", "commitments", "jobs", "masterplan", "opd", "portal"])
pytestmark = pytest.mark.both_databases

# Judged by hand when they were written; everything else must pass as it is.
ACCEPTED: dict[str, str] = {}
# Table or column -> the release whose code stopped using it; it is taken away one release later.
REMOVED: dict[str, str] = {}


def first_and_last():
    """The models as the first migrations made them, and as they are now."""
    loader = MigrationLoader(None)
    own = [node for node in loader.graph.nodes if node[0] in APPS]
    first = [node for node in own if node[1].startswith("0001")]
    return loader.project_state(first), loader.project_state()


def added_fields():
    """Of tables that were there at the beginning."""
    before, now = first_and_last()
    for key, model in now.models.items():
        if key[0] in APPS and key in before.models:
            for name in model.fields.keys() - before.models[key].fields.keys():
                yield f"{key[0]}.{key[1]}.{name}", model.fields[name]


def old_code_can_leave_out(field):
    return field.many_to_many or field.null or field.has_db_default()


def test_old_code_can_add_rows_to_new_tables():
    """Every column added later is nullable or has a default in the database: the old INSERT leaves it out."""
    assert [name for name, field in added_fields() if not old_code_can_leave_out(field)] == []


def test_that_judgement_sees_a_column_that_old_code_would_miss():
    assert not old_code_can_leave_out(models.CharField(max_length=5, default="x"))
    assert old_code_can_leave_out(models.CharField(max_length=5, db_default="x"))
    assert old_code_can_leave_out(models.CharField(max_length=5, null=True))


def test_what_was_optional_for_old_code_stays_so():
    before, now = first_and_last()
    stricter = [
        f"{key[0]}.{key[1]}.{name}"
        for key, model in before.models.items()
        if key[0] in APPS and key in now.models
        for name, field in model.fields.items()
        if name in now.models[key].fields
        and old_code_can_leave_out(field)
        and not old_code_can_leave_out(now.models[key].fields[name])
    ]
    assert stricter == []


def test_nothing_is_taken_away_or_renamed_in_one_step():
    before, now = first_and_last()
    gone = {f"{app}.{name}" for app, name in before.models.keys() - now.models.keys() if app in APPS}
    gone |= {
        f"{key[0]}.{key[1]}.{name}"
        for key, model in before.models.items()
        if key[0] in APPS and key in now.models
        for name in model.fields.keys() - now.models[key].fields.keys()
    }
    assert gone == REMOVED.keys()


@pytest.mark.django_db
def test_the_linter_finds_nothing_that_would_lock_or_break_old_code():
    """django-migration-linter on the SQL that PostgreSQL would be given; SQLite's says nothing about it."""
    linting = pytest.importorskip("django_migration_linter", reason="comes with requirements-dev.txt")
    if connection.vendor != "postgresql":
        pytest.skip("the linter judges PostgreSQL's SQL")
    loader = MigrationLoader(None)
    later = {node for node in loader.graph.nodes if node[0] in APPS and not node[1].startswith("0001")}
    found = {}
    for app, name in sorted(later):
        linter = linting.MigrationLinter(
            no_cache=True, no_output=True, all_warnings_as_errors=True, analyser_string="postgresql"
        )
        linter.lint_migration(loader.graph.nodes[app, name])
        found[f"{app}.{name}"] = linter.has_errors
    assert {name for name, is_bad in found.items() if is_bad} == ACCEPTED.keys()


@pytest.mark.django_db
def test_old_code_adds_rows_where_a_column_came_later():
    """The models as the first migrations knew them, on the tables as they are."""
    before, _ = first_and_last()
    world = worlds.build()
    old = before.apps.get_model("bimtek", "Finding")
    row = old.objects.get(pk=world.finding.pk)
    row.pk, row.code, row.uid = None, "T-999", None
    for field in old._meta.concrete_fields:
        if field.unique and not field.primary_key:
            setattr(row, field.attname, field.get_default())
    row.save(force_insert=True)
    assert type(world.finding).objects.get(pk=row.pk).source_row is None
