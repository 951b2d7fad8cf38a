"""`python -m qa.bench.scale`: many regions in one database, and many people writing at once."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from typing import Any

from config import machine
from qa.bench.__main__ import say, tell
from qa.bench.scale import crowd, growth
from qa.bench.stage import POSTGRES, stage
from qa.bench.versions import versions
from qa.chaos.production_set import NEEDS

REGIONS = 514  # kabupaten and kota of the country
EDITORS, MINUTES = 500, 10.0


def main(arguments: Sequence[str]) -> int:
    chosen = options().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that what was started is stopped
    if advice := machine.advice(["postgresql"]):
        say(advice)
        return 1
    say("\n".join(f"- {name} {number}" for name, number in versions().items()))
    figures: dict[str, Any] = {}
    if chosen.part in ("all", "regions"):
        figures["regions"] = many_regions(chosen)
    ended = 0
    if chosen.part in ("all", "editors"):
        ended = many_editors(chosen)
    if chosen.json:
        say(json.dumps(figures, indent=1))
    return ended


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qa.bench.scale", description=__doc__)
    parser.add_argument("--part", choices=["all", "regions", "editors"], default="all")
    parser.add_argument("--regions", type=int, default=REGIONS)
    parser.add_argument("--editors", type=int, default=EDITORS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--quick", action="store_true", help="a first look: a tenth of the repetitions")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, too")
    return parser


def many_regions(chosen: argparse.Namespace) -> Any:
    with stage(POSTGRES, max_wal_size="8GB", maintenance_work_mem="256MB") as place:
        found = growth.measure(place, chosen.regions, 0.1 if chosen.quick else 1.0, tell)
    say(f"## The same requests with data of 1 and of {chosen.regions} regions, PostgreSQL")
    say(growth.sizes(found, chosen.regions))
    say(growth.costs(found, chosen.regions))
    say("\n".join(f"- missed: {line}" for line in growth.missed(found)) or "Every goal is reached.")
    for slow in found["plans"]:
        plan = "\n".join(slow["plan"])
        say(f"{slow['request']}, {slow['ms']:.1f} ms: `{slow['sql']}`\n\n```\n{plan}\n```")
    return found


def many_editors(chosen: argparse.Namespace) -> int:
    """1 when a save was lost or a request failed."""
    if advice := machine.advice(NEEDS):
        say(advice)
        return 1
    result = crowd.measure(chosen.editors, chosen.minutes, tell)
    say(f"## {chosen.editors} editors for {chosen.minutes:g} minutes against the production set")
    say(crowd.report(result, chosen.editors))
    return int(crowd.failed(result))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
