"""`python -m qa.bench.child in_process PLAN`: measures the requests in this process and prints JSON.

Loads the application as the web server does, so the collector is frozen after the same warm-up.
"""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from masterplan.models import Masterplan
from masterplan.services.compiling import compile_plan
from qa.bench import handles, measuring
from qa.bench.acting import act_of
from qa.bench.handles import Handles
from qa.bench.requests import COMPILE, FLOORS, REQUESTS, Request


def main(*arguments: str) -> None:
    options = argparse.ArgumentParser()
    options.add_argument("plan")
    options.add_argument("--only", default="")
    options.add_argument("--repeat", type=float, default=1.0, help="a part of the usual repetitions")
    chosen = options.parse_args(arguments)
    of = handles.find(chosen.plan)
    found: dict[str, Any] = {}
    for request in REQUESTS:
        if request.name in FLOORS or chosen.only in request.name:
            found[request.name] = asdict(measure(request, of, chosen.repeat))
    if chosen.only in COMPILE:
        found[COMPILE] = asdict(measure_compile(of, chosen.repeat))
    sys.stdout.write(json.dumps(found))


def measure(request: Request, of: Handles, share: float) -> measuring.Cost:
    act = act_of(request, of)
    return measuring.cost_of(lambda: act().cpu_ms, max(5, int(request.repeat * share)))


def measure_compile(of: Handles, share: float) -> measuring.Cost:
    plan = Masterplan.objects.get(slug=of.slug)
    return measuring.cost_of(lambda: measuring.cpu_of(lambda: compile_plan(plan)), max(5, int(100 * share)))
