"""Guards in the database itself: what was logged, frozen, decided or signed is not changed, whoever asks.

Each AppConfig names its tables:
append_only  table -> columns that may be set once. No columns: no update of any kind. Nothing is deleted,
             a row keeps its number, and the table is not emptied (a step that only PostgreSQL knows).
one_way      table -> its workflow: the state never goes back, and an end stays the end.
closed_by    table -> what is fixed as soon as the row it belongs to is closed.

A guard's name ends in a digest of its SQL, so that the catalogue shows whether it is the one meant.
On PostgreSQL the condition stands in a function of its own: a WHEN clause would hold the column's type fast.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction

REFUSAL = "Catatan ini tidak dapat diubah atau dihapus."
NAME = re.compile(r"_no_(update|delete|truncate)(_[0-9a-f]{8})?$")


class Closing(NamedTuple):
    """`columns` are fixed once `column` is set in the row of `table` that `key` points to."""

    columns: tuple[str, ...]
    key: str
    table: str
    column: str


@dataclass(frozen=True)
class Guard:
    """One trigger. An empty condition always refuses."""

    table: str
    act: str
    vendor: str
    condition: str = ""

    @property
    def name(self) -> str:
        digest = hashlib.sha256("".join(self._statements("")).encode()).hexdigest()[:8]
        return f"{self.table}_no_{self.act}_{digest}"

    @property
    def statements(self) -> list[str]:
        return self._statements(self.name)

    def _statements(self, name: str) -> list[str]:
        if self.vendor == "postgresql":
            each = "STATEMENT" if self.act == "truncate" else "ROW"
            head = f"CREATE TRIGGER {name} BEFORE {self.act.upper()} ON {self.table} FOR EACH {each}"
            return [_function(name, self.condition or "true"), f"{head} EXECUTE FUNCTION {name}()"]
        when = f" WHEN {self.condition}" if self.condition else ""
        head = f"CREATE TRIGGER {name} BEFORE {self.act.upper()} ON {self.table} FOR EACH ROW{when}"
        return [f"{head} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"]


def _function(name: str, condition: str) -> str:
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'"
    body = f"BEGIN IF {condition} THEN {refuse}; END IF; RETURN NEW; END"
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"


def tables() -> dict[str, tuple[str, ...]]:
    return _named("append_only")


def expected(vendor: str) -> dict[str, Guard]:
    """Every guard that must stand, by its name in the catalogue."""
    one_way, closed_by = _named("one_way"), _named("closed_by")
    guards = []
    for table, columns in tables().items():
        conditions = [_changed(vendor, column) for column in ("id", *columns)] if columns else []
        conditions += [_goes_back(one_way[table])] if table in one_way else []
        conditions += [_is_closed(vendor, closed_by[table])] if table in closed_by else []
        acts = ("delete", "truncate") if vendor == "postgresql" else ("delete",)
        guards.append(Guard(table, "update", vendor, " OR ".join(conditions)))
        guards += [Guard(table, act, vendor) for act in acts]
    return {guard.name: guard for guard in guards}


def _named(attribute: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        found.update(getattr(config, attribute, {}))
    return found


def _changed(vendor: str, column: str) -> str:
    """Holds when a column that was set gets another value."""
    text, differs = ("::text", "IS DISTINCT FROM") if vendor == "postgresql" else ("", "IS NOT")
    is_set = f"COALESCE(OLD.{column}{text}, '') NOT IN ('', '{{}}', '[]')"
    return f"({is_set} AND OLD.{column} {differs} NEW.{column})"


def _goes_back(steps: Mapping[str, Iterable[str]]) -> str:
    """Holds when a state is left for one that cannot follow it, however many steps are taken at once."""
    ways = []
    for state in steps:
        if later := sorted(_reachable(steps, state)):
            targets = ", ".join(f"'{target}'" for target in later)
            ways.append(f"(OLD.state = '{state}' AND NEW.state IN ({targets}))")
    return f"(OLD.state <> NEW.state AND NOT ({' OR '.join(ways)}))"


def _reachable(steps: Mapping[str, Iterable[str]], state: str) -> set[str]:
    found: set[str] = set()
    waiting = [*steps[state]]
    while waiting:
        target = str(waiting.pop())
        if target not in found:
            found.add(target)
            waiting += steps[target]
    return found


def _is_closed(vendor: str, closing: Closing) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in closing.columns)
    owner = f"SELECT 1 FROM {closing.table} WHERE id = OLD.{closing.key} AND {closing.column} IS NOT NULL"  # noqa: S608 -- own names
    return f"(({changed}) AND EXISTS ({owner}))"


def standing(connection: Any) -> dict[str, str]:
    """The guards that the catalogue holds and that are switched on: name -> table."""
    return {name: table for name, table, is_on in _catalogue(connection) if is_on}


def missing(connection: Any) -> list[str]:
    """Names of guards that should stand and do not, as after a table was rebuilt."""
    return sorted(expected(connection.vendor).keys() - standing(connection).keys())


def are_as_meant(connection: Any) -> bool:
    return standing(connection).keys() == expected(connection.vendor).keys()


def install(connection: Any) -> None:
    """Make what is missing, drop what is no longer meant; all at once, so that no moment is unguarded."""
    existing = set(connection.introspection.table_names())
    there = standing(connection)
    wanted = {name: guard for name, guard in expected(connection.vendor).items() if guard.table in existing}
    if there.keys() == wanted.keys():
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, table, is_on in _catalogue(connection):
            if not is_on or name not in wanted:
                _drop(cursor, connection.vendor, name, table)
        for name in wanted.keys() - there.keys():
            for statement in wanted[name].statements:
                cursor.execute(statement)


def remove(connection: Any) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, table, _ in _catalogue(connection):
            _drop(cursor, connection.vendor, name, table)


def _drop(cursor: Any, vendor: str, name: str, table: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


_CATALOGUE = {
    "postgresql": "SELECT t.tgname, c.relname, t.tgenabled IN ('O', 'A') FROM pg_trigger t"
    " JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
    "sqlite": "SELECT name, tbl_name, 1 FROM sqlite_master WHERE type = 'trigger'",
}


def _catalogue(connection: Any) -> list[tuple[str, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE[connection.vendor])
        return [(name, table, bool(is_on)) for name, table, is_on in cursor.fetchall() if NAME.search(name)]
