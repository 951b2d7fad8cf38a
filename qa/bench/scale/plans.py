"""`python -m qa.bench.child scale.plans PLAN`: slow statements of the requests, and how they are run."""

import json
import sys
import time
from typing import Any

from django.db import connection

from qa.bench import handles
from qa.bench.acting import act_of
from qa.bench.requests import REQUESTS

SLOW_MS = 1.5
TIMES = 5


def main(slug: str) -> None:
    of = handles.find(slug)
    found = []
    for request in REQUESTS:
        act = act_of(request, of)
        act()
        for sql, params, took in _slowest(act):
            found.append({"request": request.name, "ms": took, "sql": sql[:300], "plan": _plan(sql, params)})
    sys.stdout.write(json.dumps(found))


def _slowest(act: Any) -> list[tuple[str, Any, float]]:
    """Statements that take longer than SLOW_MS, at the best of a few tries, as the client waits for them."""
    best: dict[str, tuple[Any, float]] = {}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        done = execute(sql, params, many, context)
        took = (time.perf_counter() - began) * 1000
        if sql.startswith("SELECT") and took < best.get(sql, (None, 1e9))[1]:
            best[sql] = params, took
        return done

    for _ in range(TIMES):
        with connection.execute_wrapper(note):
            act()
    return [(sql, params, took) for sql, (params, took) in best.items() if took > SLOW_MS]


def _plan(sql: str, params: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY OFF) {sql}", params)
        return [line for (line,) in cursor.fetchall()]
