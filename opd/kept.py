"""Statements that are put together once; asked again, they are only handed the values.

Django writes a statement anew for every request. For a row joined to five tables that takes the web process
longer than the database needs to answer, so the pages that must be cheapest keep theirs.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=models.Model)
LEARNT = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
"""What Django's compiler finds out while it writes: which column becomes what."""
LARGEST = models.BigIntegerField.MAX_BIGINT
"""Django finds nothing under a larger number; SQLite would not even take it."""


class Kept(Generic[M]):
    """`Kept(lambda pk: Row.objects.filter(pk=pk))(7)`: the rows of that query, as it would give them.

    The values must be all that the statement is handed, in its order; their number may differ from call to
    call (`IN`), and each number has its own statement. What a query decides without handing it over (a limit,
    another class of rows) is refused; conditions of Python inside `ask` are for the author to leave out.
    """

    def __init__(self, ask: "Callable[..., models.QuerySet[M]]") -> None:
        self._ask = ask
        self._statements: dict[tuple[str, int], _Statement] = {}

    def __call__(self, *values: Any) -> Iterator[M]:
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return iter(())
        if len(set(values)) < len(values):
            return iter(self._ask(*values))  # which of two equal values stands where, nobody could tell
        shape = (connection.vendor, len(values))
        if shape not in self._statements:
            self._statements[shape] = _Statement(self._ask(*values), values)
        answering: Any = _Answering(self._statements[shape], values)
        return iter(ModelIterable(answering))


class _Statement:
    def __init__(self, asked: "models.QuerySet[Any]", values: tuple[Any, ...]) -> None:
        compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        self.query, (self.sql, handed) = asked.query, compiler.as_sql()
        if tuple(handed) != values:
            raise ValueError(f"handed {handed}, not {values}: {self.sql}")
        is_whole = asked._iterable_class is ModelIterable and not asked.query.is_sliced
        if not is_whole or locks_others(asked.query, self.sql):
            raise ValueError(f"no whole rows, or a lock on others: {self.sql}")
        self.learnt = {name: getattr(compiler, name) for name in LEARNT}


def locks_others(query: Any, sql: str) -> bool:
    """A lock takes the rows of every table in the statement; the order of a model may have joined some."""
    return bool(query.select_for_update and not query.select_for_update_of and " JOIN " in sql)


class _Answering:
    """As much of a queryset, and of its query, as is asked for while rows become objects."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}  # noqa: RUF012 -- Django's name, and always empty

    def __init__(self, statement: _Statement, values: tuple[Any, ...]) -> None:
        self._statement, self._values, self.query = statement, values, self

    def get_compiler(self, using: str) -> Any:
        if self._statement.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("a lock needs a transaction")
        compiler = self._statement.query.get_compiler(using)
        vars(compiler).update(self._statement.learnt)
        compiler.as_sql = lambda: (self._statement.sql, self._values)
        return compiler
