"""Guards in the database itself: what was logged, frozen, decided or signed is not changed, whoever asks.

Which guards there are says opd.guards. Here they are made, and compared with the catalogue by their whole
text: one that bears the right name over another body is no guard.
"""

from typing import Any, NamedTuple

from django.db import transaction

from opd.guards import NAME, Guard, expected


class _Found(NamedTuple):
    name: str
    table: str
    is_on: bool
    told: str


def standing(connection: Any) -> dict[str, str]:
    """Name -> table of the guards that are switched on; one whose name is meant must say what is meant."""
    return _standing(connection, expected(connection))


def _standing(connection: Any, wanted: dict[str, Guard]) -> dict[str, str]:
    return {
        found.name: found.table
        for found in _catalogue(connection)
        if found.is_on and (found.name not in wanted or found.told == wanted[found.name].told)
    }


def missing(connection: Any) -> list[str]:
    """Names of guards that should stand and do not, as after a table was rebuilt or a body replaced."""
    wanted = expected(connection)
    return sorted(wanted.keys() - _standing(connection, wanted).keys())


def are_as_meant(connection: Any) -> bool:
    wanted = expected(connection)
    return _standing(connection, wanted).keys() == wanted.keys()


def install(connection: Any) -> None:
    """Make what is missing, drop what is no longer meant; all at once, so that no moment is unguarded."""
    existing = set(connection.introspection.table_names())
    there = standing(connection)
    wanted = {name: guard for name, guard in expected(connection).items() if guard.table in existing}
    if there.keys() == wanted.keys():
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for found in _catalogue(connection):
            if found.name not in there or found.name not in wanted:
                _drop(cursor, connection.vendor, found.name, found.table)
        for name in wanted.keys() - there.keys():
            for statement in wanted[name].statements:
                cursor.execute(statement)


def remove(connection: Any) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for found in _catalogue(connection):
            _drop(cursor, connection.vendor, found.name, found.table)


def _drop(cursor: Any, vendor: str, name: str, table: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


# A function with settings or rights of its own, or in another language, is not one of ours: it counts as off.
_CATALOGUE = {
    "postgresql": "SELECT t.tgname, c.relname, t.tgenabled IN ('O', 'A') AND l.lanname = 'plpgsql'"
    " AND p.proconfig IS NULL AND NOT p.prosecdef,"
    " pg_get_triggerdef(t.oid, true) || ' ' || p.prosrc FROM pg_trigger t"
    " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
    " JOIN pg_language l ON l.oid = p.prolang"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
    "sqlite": "SELECT name, tbl_name, 1, sql FROM sqlite_master WHERE type = 'trigger'",
}


def _catalogue(connection: Any) -> list[_Found]:
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE[connection.vendor])
        rows = [_Found(name, table, bool(is_on), told) for name, table, is_on, told in cursor.fetchall()]
    return [row for row in rows if NAME.search(row.name)]
