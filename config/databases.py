"""The connection to the database: SQLite in `var/`, or what DATABASE_URL names.

Limits of time for statements and locks belong to the role (ALTER ROLE portal SET statement_timeout = '15s'):
behind PgBouncer in transaction mode a connection is everybody's, so nothing may be set on it. Who connects to
PostgreSQL directly can say them in the address: `?options=-c%20statement_timeout%3D15000`.
"""

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
# A machine that is gone says nothing: after these seconds a thread stops waiting for it and is free again.
POSTGRES_OPTIONS = {
    "connect_timeout": 10,
    "tcp_user_timeout": 15_000,  # milliseconds until what was sent must have arrived
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def default(url: str, var: Path) -> dict[str, Any]:
    """Kept connections, looked at before each request; options in the address go before these."""
    url = url or f"sqlite:///{var / 'portal.sqlite3'}"
    if str(var) in url:
        var.mkdir(parents=True, exist_ok=True)
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    if parsed["ENGINE"].endswith("sqlite3"):
        # A file, not memory: threads of a test then wait for each other instead of failing.
        return parsed | {"OPTIONS": SQLITE_OPTIONS, "TEST": {"NAME": str(var / "test.sqlite3")}}
    options = POSTGRES_OPTIONS | parsed.get("OPTIONS", {})
    return parsed | {"OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": True}
