"""Random walks through the API: schemathesis sends what the description allows and what it forbids, follows
what came back, and every answer must be one the description names; none may be a 5xx."""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
STEPS = 25


class Walk:
    """`answers` counts what came back by status. Every walker (name -> token) goes the same number of walks.

    known: {noun of the address: ids or slugs that exist}. Most steps go there; a guessed one leads nowhere.
    """

    def __init__(self, schema: Any, tokens: Mapping[str, str], known: Mapping[str, Sequence[Any]]) -> None:
        self.answers: Counter[int] = Counter()
        self._schema = schema
        self._known = known
        self._tokens = tokens

    def lead(self, case: Any) -> None:
        """Point most cases at something that exists, by their own bytes so that a walk can be repeated."""
        told = case.path_parameters or {}
        known = self._known.get(case.path.split("/")[3], ())
        for name, value in told.items():
            number = zlib.crc32(repr(value).encode("utf-8", "replace"))
            if known and number % 5:
                told[name] = known[number % len(known)]
        if "If-Match" in (case.headers or {}) and zlib.crc32(repr(case.body).encode("utf-8", "replace")) % 2:
            case.headers["If-Match"] = '"1"'

    @property
    def count(self) -> int:
        return self.answers.total()

    def machine(self, token: str) -> Any:
        walk = self

        class Walker(self._schema.as_state_machine()):  # type: ignore[misc]
            def setup(self) -> None:
                self.before = transaction.savepoint() if connection.in_atomic_block else None

            def teardown(self) -> None:
                if self.before:
                    transaction.savepoint_rollback(self.before)

            def before_call(self, case: Any) -> None:
                walk.lead(case)

            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                return {"headers": {"Authorization": f"Token {token}"} if token else {}}

            def validate_response(self, response: Any, case: Any, **options: Any) -> None:
                walk.answers[response.status_code] += 1
                case.validate_response(response, checks=CHECKS)

        return Walker

    def go(self, walks: int, *, is_repeatable: bool) -> None:
        """`walks` walks of at most STEPS requests for each walker, each from the same start. Repeatable
        walks are the same every time."""
        for token in self._tokens.values():
            machine = self.machine(token)
            machine.TestCase.settings = how(walks, is_repeatable)
            machine.TestCase().runTest()


def how(walks: int, is_repeatable: bool) -> settings:
    return settings(
        max_examples=walks,
        stateful_step_count=STEPS,
        derandomize=is_repeatable,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def in_process() -> Iterator[Any]:
    """The API of this very process, described by itself, on the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
