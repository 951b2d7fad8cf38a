"""CPU of this thread over many repetitions, and the queries of one of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from qa.bench import procfs

WARM_UPS = 20
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Cost:
    """Medians of CPU in ms; `database` is what PostgreSQL's own process used beside that, on average."""

    p50: float
    queries: int
    database: float = 0.0


def cost_of(act: Callable[[], float], repeat: int) -> Cost:
    """`act` returns the CPU it took, in ms."""
    for _ in range(min(WARM_UPS, repeat)):
        act()
    with queries() as asked:
        act()
    before = database_cpu()
    spent = sorted(act() for _ in range(repeat))
    return Cost(part(spent, 0.5), len(asked), (database_cpu() - before) * 1000 / repeat)


def database_cpu() -> float:
    """Seconds the server's process for this connection has used; SQLite works in this very thread."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return procfs.cpu_seconds(cursor.fetchone()[0])


def part(ordered: list[float], share: float) -> float:
    """A percentile of sorted values; 0 when there are none."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@contextmanager
def queries() -> Iterator[list[str]]:
    """The SQL of every statement but those that only open and close transactions."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(NOT_COUNTED):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def cpu_of(function: Callable[[], object]) -> float:
    began = time.thread_time()
    function()
    return (time.thread_time() - began) * 1000
