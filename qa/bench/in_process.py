"""`python -m qa.bench.child in_process PLAN [ONLY] [SHARE]`: measures the requests here and prints JSON.

Loads the application as the web server does, so the collector is frozen after the same warm-up.
"""

import json
import sys
from dataclasses import asdict
from functools import partial

from masterplan.plan.models import Masterplan
from masterplan.versions.document import compile_plan
from qa.bench import handles, measuring
from qa.bench.acting import Act, act_of
from qa.bench.requests import COMPILE, ONE_QUERY, REQUESTS


def main(slug: str, only: str = "", share: str = "1") -> None:
    of, found = handles.find(slug), {}
    for request in REQUESTS:
        if request.name == ONE_QUERY or only in request.name:
            act = act_of(request, of)
            repeat = max(5, int(request.repeat * float(share)))
            found[request.name] = asdict(measuring.cost_of(partial(_cpu_of, act), repeat))
    if only in COMPILE:
        plan = Masterplan.objects.get(slug=slug)
        cost = measuring.cost_of(
            lambda: measuring.cpu_of(lambda: compile_plan(plan)), max(5, int(100 * float(share)))
        )
        found[COMPILE] = asdict(cost)
    sys.stdout.write(json.dumps(found))


def _cpu_of(act: Act) -> float:
    return act().cpu_ms
