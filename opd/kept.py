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
    call (`IN`), and each number has its own statement. Nothing else may decide what the query is.
    """

    def __init__(self, ask: "Callable[..., models.QuerySet[M]]") -> None:
        self._ask = ask
        self._statements: dict[tuple[str, int], _Statement] = {}

    def __call__(self, *values: Any) -> Iterator[M]:
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return iter(())
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
        self.learnt = {name: getattr(compiler, name) for name in LEARNT}


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
