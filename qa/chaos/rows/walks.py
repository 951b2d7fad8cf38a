"""Requests nobody wrote down, against the running set: random ones, and walks that follow what came back."""

import re
import subprocess
import sys

from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet

WALKERS = ("editor", "operator.dlh", "head.dlh", "leader", "facilitator", "admin")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
OPERATIONS = 70
GENERATED = re.compile(r"([\d,]+) generated")


def through_the_api(portal: ProductionSet, n: int) -> Outcome:
    """At least `n` cases in all; each answer is one the description names, and none is a failure."""
    seen = Outcome("random and stateful requests to every operation of the API, as six people", n)
    count = 0
    for number, walker in enumerate(WALKERS):
        done = _walk(portal, walker, max(2, n // len(WALKERS) // OPERATIONS + 2), seed=number)
        found = GENERATED.search(done.stdout)
        count += int(found[1].replace(",", "")) if found else 0
        words = f"{walker}: {(done.stdout + done.stderr)[-1500:]}"
        seen.demand(done.returncode == 0, words if done.returncode else "no 5xx")
    seen.demand(count >= n, f"{count:,} cases, every answer one the description names")
    return seen


def _walk(
    portal: ProductionSet, walker: str, examples: int, *, seed: int
) -> subprocess.CompletedProcess[str]:
    door = portal.door_of("web-1")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{door.url}/api/schema/"),
        *("-H", f"Host: {door.host}", "-H", "X-Forwarded-Proto: https"),
        *("-H", f"Authorization: Token {portal.manage('api_token', walker).strip()}"),
        *("--checks", CHECKS, "--phases", "fuzzing,stateful", "--max-examples", str(examples)),
        *("--seed", str(seed), "--suppress-health-check", "all", "--generation-database", "none"),
        *("--no-shrink", "--no-color", "--warnings", "off"),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)
