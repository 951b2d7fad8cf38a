"""`python -m qa.bench`: what requests, compile and the PDF cost, as Markdown. See docs/benchmarks.md."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from config import machine
from qa.bench import serving, tables
from qa.bench.stage import PLANS, POSTGRES, SQLITE, Stage, stage
from qa.bench.versions import versions

PARTS = ("requests", "server", "pdf")
REQUESTS_BEFORE_WEIGHING = 1000
QUICK = 0.1
GOALS_ARE_FOR = "besar"


def main(arguments: Sequence[str]) -> int:
    chosen = options().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that what was started is stopped
    databases = [SQLITE, POSTGRES] if chosen.database == "both" else [chosen.database]
    if POSTGRES in databases and (advice := machine.advice(["postgresql"])):
        say(f"{advice}\nGoing on without.")
        databases.remove(POSTGRES)
    say("\n".join(f"- {name} {number}" for name, number in versions().items()))
    with ExitStack() as places:
        stages = {}
        for name in databases:
            tell(f"filling {name} with both plans")
            stages[name] = places.enter_context(stage(name))
            stages[name].prepare()
        run(stages, chosen)
    return 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qa.bench", description=__doc__)
    parser.add_argument("--database", choices=[SQLITE, POSTGRES, "both"], default="both")
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--only", default="", help="requests whose name holds this")
    parser.add_argument("--plan", choices=[*PLANS, "all"], default="all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions, to try it out")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, too")
    return parser


def run(stages: dict[str, Stage], chosen: argparse.Namespace) -> None:
    plans = {slug: name for slug, name in PLANS.items() if chosen.plan in ("all", slug)}
    figures: dict[str, Any] = {}
    if chosen.part in ("all", "requests"):
        for slug, name in plans.items():
            figures[f"requests {slug}"] = requests(stages, slug, name, chosen)
    if chosen.part in ("all", "server"):
        figures["server"] = server(stages, chosen)
    if chosen.part in ("all", "pdf"):
        place = next(iter(stages.values()))
        tell("printing")
        figures["pdf"] = {name: place.ask("printing", slug) for slug, name in plans.items()}
        say(f"## The book, in a process of its own\n\n{tables.printed(figures['pdf'])}")
    if chosen.json:
        say(json.dumps(figures, indent=1))


def requests(stages: dict[str, Stage], slug: str, name: str, chosen: argparse.Namespace) -> Any:
    found = {}
    for database, place in stages.items():
        tell(f"measuring requests, {name} plan, {database}")
        share = QUICK if chosen.quick else 1.0
        arguments = [slug, "--only", chosen.only, "--repeat", str(share)]
        found[database] = place.ask("in_process", *arguments)
    say(f"## Requests in process, {name} plan\n\n{tables.in_process(found)}")
    if slug == GOALS_ARE_FOR:
        say("\n".join(f"- missed: {line}" for line in tables.missed(found)) or "Every goal is reached.")
    return found


def server(stages: dict[str, Stage], chosen: argparse.Namespace) -> Any:
    seconds = 0.5 if chosen.quick else 3.0
    paces: dict[str, Any] = {}
    memory = {}
    for database, place in stages.items():
        tell(f"measuring the web server, {database}")
        tickets = place.ask("tickets", "besar", str(serving.CLIENTS))
        with serving.server(place) as running:
            wanted = [ticket for ticket in tickets if chosen.only in ticket["name"]]
            paces[database] = {t["name"]: asdict(serving.pace_of(running, t, seconds)) for t in wanted}
        with serving.server(place) as fresh:
            memory[database] = serving.memory_after(fresh, tickets, REQUESTS_BEFORE_WEIGHING)
    say(f"## The web server, one worker, {serving.CLIENTS} connections, generated plan")
    say(tables.served(paces))
    say(tables.memory(memory))
    return {"paces": paces, "memory": memory}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n\n")
    sys.stdout.flush()


def tell(step: str) -> None:
    """What it is busy with, beside the results."""
    sys.stderr.write(f"... {step}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
