"""`make bench`: what requests, compile and the PDF cost, as Markdown. See docs/benchmarks.md."""

import argparse
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from qa.bench import serving, tables
from qa.bench.stage import PLANS, POSTGRES, SQLITE, Stage, stage
from qa.bench.versions import versions
from tools import setup

PARTS = ("requests", "server", "pdf")
GOALS_ARE_FOR = "besar"


def main(arguments: Sequence[str]) -> int:
    chosen = options().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that what was started is stopped
    databases = [SQLITE, POSTGRES] if chosen.database == "both" else [chosen.database]
    if POSTGRES in databases and (advice := setup.advice(["postgresql"])):
        say(f"{advice}\nGoing on without.")
        databases.remove(POSTGRES)
    say("\n".join(f"- {name} {number}" for name, number in versions().items()))
    with ExitStack() as places:
        stages = {name: places.enter_context(stage(name)) for name in databases}
        for name, place in stages.items():
            progress(f"filling {name} with both plans")
            place.run("prepare", environment=place.environment)
        for part in PARTS:
            if chosen.part in ("all", part):
                {"requests": requests, "server": server, "pdf": pdf}[part](stages, chosen)
    return 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--database", choices=[SQLITE, POSTGRES, "both"], default="both")
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--only", default="", help="requests whose name holds this")
    parser.add_argument("--plan", choices=[*PLANS, "all"], default="all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions, to try it out")
    return parser


def requests(stages: dict[str, Stage], chosen: argparse.Namespace) -> None:
    share = "0.1" if chosen.quick else "1"
    for slug, name in PLANS.items():
        if chosen.plan not in ("all", slug):
            continue
        progress(f"measuring requests, {name} plan")
        found = {
            database: place.ask("in_process", slug, chosen.only, share) for database, place in stages.items()
        }
        say(f"## Requests in process, {name} plan\n\n{tables.in_process(found)}")
        if slug == GOALS_ARE_FOR and SQLITE in found:
            missed = [f"- missed: {line}" for line in tables.missed(found[SQLITE])]
            say("\n".join(missed) or "Every goal is reached.")


def server(stages: dict[str, Stage], chosen: argparse.Namespace) -> None:
    progress("measuring the memory of the web server")
    rows = []
    for database, place in stages.items():
        rows += [[f"{name}, {database}", f"{mb:.0f}"] for name, mb in serving.memory(place).items()]
    say(tables.table([f"PSS after {serving.REQUESTS} requests", "MB (goal for the worker: 110)"], rows))


def pdf(stages: dict[str, Stage], chosen: argparse.Namespace) -> None:
    progress("printing")
    place = next(iter(stages.values()))
    plans = {slug: name for slug, name in PLANS.items() if chosen.plan in ("all", slug)}
    found = {name: place.ask("printing", slug) for slug, name in plans.items()}
    say(f"## The book, in a process of its own\n\n{tables.printed(found)}")


def say(text: str) -> None:
    print(f"{text}\n", flush=True)


def progress(step: str) -> None:
    print(f"... {step}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
