"""Migrations that hold up nobody: one that does not get its lock soon gives way, and is tried again.

On PostgreSQL a waiting ALTER TABLE makes every later query on that table wait behind it. So it waits two
seconds at most; then its transaction is rolled back, the queue flows, and a little later it asks again.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

LOCK_TIMEOUT_S = 2
TRIES = 5
PAUSE_S = 3
NOT_IN_TIME = "55P03"
CHANGES_TABLES = re.compile(r"\s*(ALTER|CREATE|DROP|LOCK|TRUNCATE|UPDATE|DELETE|INSERT)\b", re.IGNORECASE)


def is_due(connection: Any) -> bool:
    return bool(_plan(connection))


def patiently(migrate: Callable[[], object], connection: Any, say: Callable[[str], object]) -> None:
    """Run `migrate`; give way when a table is busy, and end with a sentence when it stays busy."""
    for left in reversed(range(TRIES)):
        try:
            with connection.execute_wrapper(_wait_briefly):
                migrate()
                return
        except OperationalError as reason:
            if getattr(reason.__cause__, "pgcode", "") != NOT_IN_TIME:
                raise
            if not left:
                raise CommandError(_busy(connection)) from reason
            say(f"A table is busy; the migration gave way and tries again in {PAUSE_S} s.")
            time.sleep(PAUSE_S)


def _wait_briefly(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """SET LOCAL with each statement: behind a pooler a setting of the session would be everybody's."""
    connection = context["connection"]
    if connection.vendor == "postgresql" and connection.in_atomic_block and CHANGES_TABLES.match(str(sql)):
        context["cursor"].cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_S}s'")
    return execute(sql, params, many, context)


def _busy(connection: Any) -> str:
    waiting = _plan(connection)
    name = f" {waiting[0][0]}" if waiting else ""
    return (
        f"The migration{name} did not get its lock within {LOCK_TIMEOUT_S} s, {TRIES} times: another"
        " transaction holds the table. It changed nothing. pg_stat_activity says who it is; a quieter time"
        " does as well."
    )


def _plan(connection: Any) -> list[Any]:
    executor = MigrationExecutor(connection)
    plan: list[Any] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return plan
