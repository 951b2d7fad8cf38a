"""A visitor waits while PostgreSQL restarts, instead of being sent away.

PgBouncer alone is not enough: once it has failed to reach PostgreSQL, it refuses whoever asks until it has
reached it again. So whoever answers a visitor tries for a while; probes, workers and commands know at once.
`base` is the database engine that Django loads; config/databases.py names it.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

WAITS_S = 20.0
"""Shorter than the proxy's patience (deploy/proxy), so that it is the portal that says no."""

patience: ContextVar[float] = ContextVar("patience", default=0.0)


class Patience:
    """After the probes and the static files, before anything that may ask the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = patience.set(WAITS_S)
        try:
            return self.get_response(request)
        finally:
            patience.reset(token)
