"""Visitors wait while PostgreSQL restarts: docs/decisions/0011-production-by-containers.md."""

from collections.abc import Callable
from time import monotonic, sleep

from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

# Shorter than the proxy waits for an answer (deploy/proxy), so that it is the portal that answers 503.
WAIT_S = 20.0
PAUSE_S = 0.25


class WaitForDatabase:
    """Middleware: waits up to WAIT_S for a connection on which PostgreSQL answers, then goes on in any case.

    Without such a connection the view's first query raises OperationalError: portal.web.errors answers
    with 503. One query more for a new connection, none for an open one. Raises MiddlewareNotUsed on SQLite.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if connection.vendor != "postgresql":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        deadline = monotonic() + WAIT_S
        while not database_answers() and monotonic() < deadline:
            sleep(PAUSE_S)
        return self.get_response(request)


def database_answers() -> bool:
    """Whether this thread now has an open connection on which PostgreSQL answered."""
    # The health check that Django would make before the first query; it is made once a request.
    connection.close_if_health_check_failed()
    if connection.connection is not None:
        return True
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError):
        return False
    # PgBouncer accepts connections while PostgreSQL is away; only the answer to a query proves one.
    if connection.is_usable():
        return True
    connection.close()
    return False
