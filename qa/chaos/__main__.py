"""The long fault runs: `make chaos`, or `python -m qa.chaos [--quick] [--only NAME ...]`.

Starts the production set, hurts it row by row, and prints a table in Markdown. Ends with 1 when a row failed.
"""

import subprocess
import sys
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from config import machine
from qa.chaos.outcome import Outcome, table
from qa.chaos.production_set import NEEDS, ProductionSet, running
from qa.chaos.rows import broker, clocks, database, disk, doubles, kills, points, races, slow, walks

Row = Callable[[ProductionSet, int], Outcome]


@dataclass(frozen=True)
class Run:
    """`n` is how often, or for row 9 how many seconds; `quick` the same for a first look."""

    name: str
    row: Row
    n: int
    quick: int


RUNS = (
    Run("child", kills.child_of_a_render, 5, 1),
    Run("worker", kills.whole_render_worker, 5, 1),
    Run("kills", kills.everything_in_turn, 200, 14),
    Run("poison", kills.poison, 3, 1),
    Run("stop", kills.asked_to_stop, 3, 1),
    Run("redis-killed", broker.killed, 4, 1),
    Run("flushall", broker.emptied, 3, 1),
    Run("redis-away", broker.away, 15, 4),
    Run("redis-hangs", broker.hanging, 10, 3),
    Run("restart", database.restarted, 10, 2),
    Run("database-away", database.away, 60, 40),
    Run("before-commit", points.before_the_commit, 5, 1),
    Run("before-bell", points.before_the_bell, 3, 1),
    Run("disk", disk.full, 3, 1),
    Run("bells", doubles.bells, 5, 1),
    Run("presses", doubles.presses, 1000, 20),
    Run("editors", races.two_editors, 200, 10),
    Run("sign-or-approve", races.sign_or_new_version, 50, 5),
    Run("slow", slow.through_the_proxy, 300, 100),
    Run("slow-alone", slow.without_a_proxy, 300, 100),
    Run("walks", walks.through_the_api, 20_000, 800),
    Run("clocks", clocks.differing, 3, 1),
    Run("leap-day", clocks.leap_day, 1, 1),
)
WITHOUT_POOL = (Run("restart-direct", database.restarted, 5, 1),)
NAMES = [run.name for run in (*RUNS, *WITHOUT_POOL)]


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="python -m qa.chaos")
    parser.add_argument("--quick", action="store_true", help="a few of everything, to see that it runs")
    parser.add_argument(
        "--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES)
    )
    given = parser.parse_args(arguments)
    provide()
    if advice := machine.advice(NEEDS):
        print(advice, file=sys.stderr)
        return 1
    outcomes: list[Outcome] = []
    for runs, how in ((RUNS, {"small_disk": True}), (WITHOUT_POOL, {"pooled": False})):
        chosen = [run for run in runs if run.name in given.only]
        if chosen:
            outcomes += all_of(chosen, quick=given.quick, **how)
    print(f"\n{table(outcomes)}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def provide() -> None:
    """What the runs need of the system, installed where that may be done."""
    machine.provide(NEEDS)
    if not clocks.library():
        faketime = ["faketime (machines with another clock)", "faketime"]
        subprocess.run([sys.executable, "-I", str(machine.SYSTEM), *faketime], check=False)


def all_of(runs: list[Run], *, quick: bool, **how: Any) -> Iterator[Outcome]:
    """One set for all; where a row left it broken, the next gets a new one."""
    waiting = list(runs)
    while waiting:
        with running(**how) as portal:
            while waiting:
                run = waiting.pop(0)
                outcome = one(run, portal, run.quick if quick else run.n)
                yield outcome
                if not outcome.passed:
                    break


def one(run: Run, portal: ProductionSet, n: int) -> Outcome:
    began = time.monotonic()
    try:
        outcome = run.row(portal, n)
    except Exception as reason:
        traceback.print_exc()
        outcome = Outcome("?", run.name, n)
        outcome.demand(False, f"{type(reason).__name__}: {str(reason)[:200]}")
        for program in portal.watch.programs:
            print(f"--- {program.name}\n{program.tail(1500)}", file=sys.stderr)
    print(f"{outcome.line()} {time.monotonic() - began:.0f} s", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
