"""Past the triggers of PostgreSQL, as only its superuser can go; SQLite has none."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def disabled() -> Iterator[None]:
    _set_role("replica")
    try:
        yield
    finally:
        _set_role("DEFAULT")


def _set_role(role: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET session_replication_role = {role}")
