"""`make bench-scale`: many regions in one database, and many people writing at once."""

import argparse
import signal
import sys
from collections.abc import Sequence

from qa.bench.__main__ import progress, say
from qa.bench.scale import crowd, growth
from qa.bench.stage import POSTGRES, stage
from qa.bench.versions import versions
from qa.chaos.production_set import NEEDS
from tools import setup

REGIONS = 514  # kabupaten and kota of the country
EDITORS, MINUTES = 500, 10.0


def main(arguments: Sequence[str]) -> int:
    """Ends with 1 when a save was lost or a request failed."""
    chosen = options().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that what was started is stopped
    if advice := setup.advice(NEEDS):
        say(advice)
        return 1
    say("\n".join(f"- {name} {number}" for name, number in versions().items()))
    if chosen.part in ("all", "regions"):
        many_regions(chosen.regions, "0.1" if chosen.quick else "1")
    if chosen.part not in ("all", "editors"):
        return 0
    result = crowd.measure(chosen.editors, chosen.minutes, progress)
    say(f"## {chosen.editors} editors for {chosen.minutes:g} minutes against the production set")
    say(crowd.report(result))
    return int(bool(result.lost or result.seen["errors"]))


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-scale ARGS=", description=__doc__)
    parser.add_argument("--part", choices=["all", "regions", "editors"], default="all")
    parser.add_argument("--regions", type=int, default=REGIONS)
    parser.add_argument("--editors", type=int, default=EDITORS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--quick", action="store_true", help="a first look: a tenth of the repetitions")
    return parser


def many_regions(regions: int, share: str) -> None:
    with stage(POSTGRES, max_wal_size="8GB", maintenance_work_mem="256MB") as place:
        found = growth.measure(place, regions, share, progress)
    say(f"## The same requests with data of 1 and of {regions} regions, PostgreSQL")
    say(f"{growth.sizes(found, regions)}\n\n{growth.costs(found, regions)}")
    say("\n".join(f"- missed: {line}" for line in growth.missed(found)) or "Every goal is reached.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
