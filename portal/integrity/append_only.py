"""Triggers on PostgreSQL for tables whose rows are never deleted: logged, frozen, decided or signed.

SQLite has none of them; there `verify_audit` finds a change afterwards (docs/decisions/0014-audit-seal.md).
"""

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from commitments.letters import workflow as letters
from commitments.letters.models import CommitmentState
from lib.threads.models import ThreadState
from masterplan.versions import workflow as versions

REFUSAL = "Catatan ini tidak dapat diubah atau dihapus."
ROW_TRIGGER, TRUNCATE_TRIGGER = "append_only_row", "append_only_truncate"


class Changes(NamedTuple):
    """What an UPDATE may do: `columns` take any value, every other column one value once it was empty.

    steps: from which state to which; empty where the table has no column `state`.
    """

    columns: Collection[str]
    steps: Mapping[str, Collection[str]] = {}


# The illustrative plan records answers before its letters are printed.
LETTER_STEPS = letters.NEXT | {
    CommitmentState.PREPARING: letters.NEXT[CommitmentState.PREPARING] | {*letters.ANSWERED}
}
# None: no UPDATE at all. A change of this list needs a migration that calls `install` again.
TABLES: dict[str, Changes | None] = {
    "audit_auditevent": None,
    "audit_auditseal": None,
    "commitments_signature": None,
    "commitments_commitment": Changes(["state", "letter_job_id"], LETTER_STEPS),
    "masterplan_revision": Changes(["state"], versions.NEXT),
    "masterplan_reviewround": Changes(["due"]),
    "masterplan_comment": None,
    "threads_message": None,
    "threads_thread": Changes(["state"], {ThreadState.OPEN: [ThreadState.CLOSED], ThreadState.CLOSED: []}),
    "masterplan_export": Changes(["job_id"]),
    "files_storedfile": Changes(["result", "checked_at"]),
}
# The search path is fixed, so that no schema of a caller offers another operator of the same name.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    was jsonb;
    becomes jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
        was := to_jsonb(OLD);
        becomes := to_jsonb(NEW);
        IF NOT EXISTS (
            SELECT FROM jsonb_each(was - TG_ARGV[0]::text[]) AS held
            WHERE held.value NOT IN ('null', '""', '{{}}', '[]') AND held.value <> becomes -> held.key
        ) AND (
            was -> 'state' IS NOT DISTINCT FROM becomes -> 'state'
            OR TG_ARGV[1]::jsonb -> (was ->> 'state') ? (becomes ->> 'state')
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$
"""  # noqa: S608 -- own words


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For RunPython: create function and triggers, or replace them."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FUNCTION, params=None)
    for table, changes in TABLES.items():
        for trigger, when in (
            (ROW_TRIGGER, f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"),
            (TRUNCATE_TRIGGER, f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"),
        ):
            call = f"refuse_change({_arguments(changes) if trigger == ROW_TRIGGER else ''})"
            schema_editor.execute(f"CREATE OR REPLACE TRIGGER {trigger} {when} EXECUTE FUNCTION {call}", None)


def uninstall(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS refuse_change() CASCADE", params=None)


def _arguments(changes: Changes | None) -> str:
    if changes is None:
        return ""
    steps = {state: sorted(targets) for state, targets in changes.steps.items()}
    return f"'{{{','.join(changes.columns)}}}', '{json.dumps(steps)}'"


def missing_triggers() -> list[str]:
    """Tables of the list whose triggers on PostgreSQL are gone or disabled, sorted; one query."""
    if connection.vendor != "postgresql":
        return []
    query = (
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'refuse_change' AND t.tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = set(cursor.fetchall())
    wanted = {(table, name) for table in TABLES for name in (ROW_TRIGGER, TRUNCATE_TRIGGER)}
    return sorted({table for table, _ in wanted - found})
