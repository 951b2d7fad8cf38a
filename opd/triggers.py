"""Append-only tables: the database itself refuses to change or delete what was logged, frozen or signed.

Each AppConfig names its tables in `append_only`: table -> columns that may be set once, never changed.
No columns means that no update of any kind is allowed. A row keeps its number. Deleting is always refused,
and so is emptying the whole table, which only PostgreSQL knows.
"""

from typing import Any

from django.apps import apps

REFUSAL = "Catatan ini tidak dapat diubah atau dihapus."


def tables() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for config in apps.get_app_configs():
        found.update(getattr(config, "append_only", {}))
    return found


def install(connection: Any) -> None:
    """Make the triggers anew for every named table that exists."""
    existing = set(connection.introspection.table_names())
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table, columns in tables().items():
            if table in existing:
                for statement in _create(connection.vendor, table, columns):
                    cursor.execute(statement)


def remove(connection: Any) -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables():
            if table in existing:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                for act in ("update", "delete", "truncate"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")


_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION portal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
"""


def _create(vendor: str, table: str, columns: tuple[str, ...]) -> list[str]:
    statements = [
        _trigger(vendor, table, "update", _changed(vendor, ("id", *columns)) if columns else ""),
        _trigger(vendor, table, "delete", ""),
    ]
    return [*statements, _no_truncate(table)] if vendor == "postgresql" else statements


def _changed(vendor: str, columns: tuple[str, ...]) -> str:
    """A condition that holds when a column that was set gets another value."""
    if vendor == "postgresql":
        one = "(COALESCE(OLD.{c}::text, '') <> '' AND OLD.{c} IS DISTINCT FROM NEW.{c})"
    else:
        one = "(COALESCE(OLD.{c}, '') <> '' AND OLD.{c} IS NOT NEW.{c})"
    return " OR ".join(one.format(c=column) for column in columns)


def _trigger(vendor: str, table: str, act: str, condition: str) -> str:
    when = f" WHEN ({condition})" if condition else ""
    head = f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} FOR EACH ROW{when}"
    if vendor == "postgresql":
        return f"{head} EXECUTE FUNCTION portal_refuse()"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _no_truncate(table: str) -> str:
    head = f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return f"{head} EXECUTE FUNCTION portal_refuse()"
