"""What the guards in the database say: one trigger for each table and act, as text, for both databases.

Each AppConfig names its tables:
append_only  table -> columns that may be set once. No columns: no update of any kind. Nothing is deleted,
             a row keeps its number, and the table is not emptied (a step that only PostgreSQL knows).
one_way      table -> its workflow: a row begins at the beginning, and a state takes one allowed step.
set_with     table -> column -> states: it changes only in the act that moves the row to one of them.
closed_by    table -> what is fixed once the row they belong to is closed; then no row is added either.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import UniqueConstraint

REFUSAL = "Catatan ini tidak dapat diubah atau dihapus."
NAME = re.compile(r"_no_(update|delete|truncate|insert)(_[0-9a-f]{8})?$")
POSTGRESQL = "postgresql"


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

    @property
    def told(self) -> str:
        """The text by which the catalogue knows it, as opd.triggers reads it: of a function its body."""
        last = self.statements[-1]
        return f"{last} {self._body}" if self.vendor == POSTGRESQL else last

    @property
    def _body(self) -> str:
        refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'"
        return f"BEGIN IF {self.condition or 'true'} THEN {refuse}; END IF; RETURN NEW; END"

    def _statements(self, name: str) -> list[str]:
        head = f"CREATE TRIGGER {name} BEFORE {self.act.upper()} ON {self.table} FOR EACH"
        if self.vendor == POSTGRESQL:
            each = "STATEMENT" if self.act == "truncate" else "ROW"
            head_of_function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            function = f"{head_of_function} AS $${self._body}$$"
            return [function, f"{head} {each} EXECUTE FUNCTION {name}()"]
        when = f" WHEN {self.condition}" if self.condition else ""
        return [f"{head} ROW{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"]


def tables() -> dict[str, tuple[str, ...]]:
    return _named("append_only")


def expected(connection: Any) -> dict[str, Guard]:
    """Every guard that must stand, by its name in the catalogue."""
    vendor, guards = connection.vendor, []
    for table, columns in tables().items():
        acts = ("delete", "truncate") if vendor == POSTGRESQL else ("delete",)
        guards.append(Guard(table, "update", vendor, " OR ".join(_wrong_changes(vendor, table, columns))))
        guards += [Guard(table, act, vendor) for act in acts]
        if conditions := [*_wrong_rows(vendor, table), *_taken_keys(connection, table)]:
            guards.append(Guard(table, "insert", vendor, " OR ".join(conditions)))
    return {guard.name: guard for guard in guards}


def _wrong_changes(vendor: str, table: str, columns: Iterable[str]) -> Iterator[str]:
    if columns:
        yield from (_changed(vendor, column) for column in ("id", *columns))
    if steps := _named("one_way").get(table):
        yield no_step(steps)
    for column, states in _named("set_with").get(table, {}).items():
        moves = f"OLD.state <> NEW.state AND NEW.state IN ({_list(states)})"
        yield f"(OLD.{column} {_differs(vendor)} NEW.{column} AND NOT ({moves}))"
    if closing := _named("closed_by").get(table):
        changed = " OR ".join(f"OLD.{name} {_differs(vendor)} NEW.{name}" for name in closing.columns)
        yield f"(({changed}) AND {_is_closed(vendor, closing, 'OLD')})"


def _wrong_rows(vendor: str, table: str) -> Iterator[str]:
    """A row that begins where it may not begin."""
    if steps := _named("one_way").get(table):
        yield f"(NEW.state NOT IN ({_list(steps.keys() - set().union(*steps.values()))}))"
    for column in _named("set_with").get(table, {}):
        yield f"({_is_set(vendor, f'NEW.{column}')})"
    closing = _named("closed_by").get(table)
    if closing and closing.table != table:
        yield _is_closed(vendor, closing, "NEW")


def _taken_keys(connection: Any, table: str) -> Iterator[str]:
    """SQLite's INSERT OR REPLACE takes the row that is there away, and asks no guard of deletion: so no row
    is added in the place of another. PostgreSQL has no such statement."""
    if connection.vendor == POSTGRESQL:
        return
    model: Any = next(model for model in apps.get_models() if model._meta.db_table == table)
    editor = connection.schema_editor(collect_sql=True)
    for field in model._meta.concrete_fields:
        if field.unique:
            yield _is_taken(table, [field.column])
    rules: list[Any] = [rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    for rule in rules:
        columns = [model._meta.get_field(name).column for name in rule.fields]
        yield _is_taken(table, columns, rule._get_condition_sql(model, editor) or "")


def _is_taken(table: str, columns: Iterable[str], condition: str = "") -> str:
    """`condition` names its columns in quotes: of the row that is there, and again of the new one."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    both = f" AND ({condition}) AND ({_of_new(condition)})" if condition else ""
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same}{both})"  # noqa: S608 -- own names


def _of_new(condition: str) -> str:
    return re.sub(r'"(\w+)"', r'NEW."\1"', condition)


def _named(attribute: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        found.update(getattr(config, attribute, {}))
    return found


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _differs(vendor: str) -> str:
    return "IS DISTINCT FROM" if vendor == POSTGRESQL else "IS NOT"


def _is_set(vendor: str, value: str) -> str:
    text = "::text" if vendor == POSTGRESQL else ""
    return f"COALESCE({value}{text}, '') NOT IN ('', '{{}}', '[]')"


def _changed(vendor: str, column: str) -> str:
    """Holds when a column that was set gets another value."""
    is_set = _is_set(vendor, f"OLD.{column}")
    return f"({is_set} AND OLD.{column} {_differs(vendor)} NEW.{column})"


def no_step(steps: Mapping[str, Iterable[str]]) -> str:
    """Holds when a state is left for one that is not the next."""
    ways = [
        f"(OLD.state = '{state}' AND NEW.state IN ({_list(targets)}))"
        for state, targets in steps.items()
        if targets
    ]
    return f"(OLD.state <> NEW.state AND NOT ({' OR '.join(ways)}))"


def _is_closed(vendor: str, closing: Closing, row: str) -> str:
    """With the schema's name: a temporary table of the same name would be asked first."""
    table = f"public.{closing.table}" if vendor == POSTGRESQL else closing.table
    where = f"id = {row}.{closing.key} AND {closing.column} IS NOT NULL"
    return f"EXISTS (SELECT 1 FROM {table} WHERE {where})"  # noqa: S608 -- own names
