"""`make chaos`: starts the production set, hurts it row by row, and prints a table in Markdown.

`make chaos ARGS="--quick --only kills disk"`. Ends with 1 when a row failed.
"""

import sys
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import NamedTuple

from qa.chaos.outcome import Outcome, table
from qa.chaos.production_set import NEEDS, ProductionSet, running
from qa.chaos.rows import broker, database, disk, kills, walks
from tools import setup


class Run(NamedTuple):
    """`n` is how often; `quick` the same for a first look."""

    row: Callable[[ProductionSet, int], Outcome]
    n: int
    quick: int


RUNS = {
    "child": Run(kills.child_of_a_render, 5, 1),
    "worker": Run(kills.whole_render_worker, 5, 1),
    "kills": Run(kills.everything_in_turn, 200, 14),
    "redis-killed": Run(broker.killed, 4, 1),
    "flushall": Run(broker.emptied, 3, 1),
    "restart": Run(database.restarted, 10, 2),
    "disk": Run(disk.full, 3, 1),
    "walks": Run(walks.through_the_api, 20_000, 800),
}


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="make chaos ARGS=", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of everything, to see that it runs")
    parser.add_argument("--only", nargs="+", choices=RUNS, default=RUNS, metavar="NAME", help=", ".join(RUNS))
    given = parser.parse_args(arguments)
    setup.provide(NEEDS)
    if advice := setup.advice(NEEDS):
        print(advice, file=sys.stderr)
        return 1
    outcomes = list(all_of([name for name in RUNS if name in given.only], quick=given.quick))
    print(f"\n{table(outcomes)}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def all_of(waiting: list[str], *, quick: bool) -> Iterator[Outcome]:
    """One set for all; where a row left it broken, the next gets a new one."""
    while waiting:
        with running(small_disk=True) as portal:
            while waiting:
                outcome = one(waiting.pop(0), portal, quick=quick)
                yield outcome
                if not outcome.passed:
                    break


def one(name: str, portal: ProductionSet, *, quick: bool) -> Outcome:
    began, run = time.monotonic(), RUNS[name]
    n = run.quick if quick else run.n
    try:
        outcome = run.row(portal, n)
    except Exception as reason:
        traceback.print_exc()
        outcome = Outcome(name, n)
        outcome.demand(False, f"{type(reason).__name__}: {str(reason)[:200]}")
        for program in portal.watch.programs:
            print(f"--- {program.name}\n{program.tail(1500)}", file=sys.stderr)
    print(f"{outcome.line()} {time.monotonic() - began:.0f} s", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
