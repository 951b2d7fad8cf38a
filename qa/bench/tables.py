"""Results as Markdown. `found` maps a name of the table of requests to its figures, by database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.bench.requests import BUDGET, COMPILE, COMPILE_GOAL, FLOORS, REQUESTS
from qa.bench.stage import POSTGRES

Figures = Mapping[str, Mapping[str, Any]]
MOST_TIMES_SQLITE = 1.3
MOST_TAIL = 2.0
FEWEST_FOR_TAIL = 100
WORKER_GOAL_MB = 110


@dataclass(frozen=True)
class Goal:
    cpu_ms: float | None
    queries: int | None


GOALS = {request.name: Goal(request.goal, request.budget) for request in REQUESTS} | {
    COMPILE: Goal(COMPILE_GOAL, BUDGET)
}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def in_process(by_database: Mapping[str, Figures]) -> str:
    """One row a request: for each database mean, p50 and p99, and p50 as a multiple of the two floors."""
    both = len(by_database) == 2
    head = ["CPU-ms", "queries"]
    for database in by_database:
        head += [f"{database}: mean", "p50", "p99", "× empty", "× one query"]
    head += ["PostgreSQL itself"] if POSTGRES in by_database else []
    rows = []
    for name, cost in next(iter(by_database.values())).items():
        cells: list[object] = [name, cost["queries"]]
        for figures in by_database.values():
            cells += [f"{figures[name][key]:.2f}" for key in ("mean", "p50", "p99")]
            cells += [f"{figures[name]['p50'] / figures[floor]['p50']:.1f}" for floor in FLOORS]
        if POSTGRES in by_database:
            cells.append(f"{by_database[POSTGRES][name]['database']:.2f}")
        goal = GOALS[name].cpu_ms
        cells += [f"{times_sqlite(by_database, name):.2f}"] if both else []
        rows.append([*cells, "" if goal is None else f"{goal:g}"])
    return table([*head, *(["PostgreSQL : SQLite"] if both else []), "goal"], rows)


def times_sqlite(by_database: Mapping[str, Figures], name: str) -> float:
    sqlite, postgres = (figures[name]["p50"] for figures in by_database.values())
    return float(postgres / sqlite)


def missed(by_database: Mapping[str, Figures]) -> list[str]:
    """Every goal of the issue that these figures do not reach, in words."""
    found = []
    for database, figures in by_database.items():
        for name, cost in figures.items():
            found += [f"{name}, {database}: {what}" for what in _missed(name, database, cost)]
    return found


def _missed(name: str, database: str, cost: Mapping[str, Any]) -> Iterable[str]:
    goal = GOALS[name]
    allowed = goal.cpu_ms and goal.cpu_ms * (MOST_TIMES_SQLITE if database == POSTGRES else 1)
    if allowed and cost["p50"] > allowed:
        yield f"{cost['p50']:.2f} ms, goal {allowed:.1f}"
    if goal.queries is not None and cost["queries"] > goal.queries:
        yield f"{cost['queries']} queries, goal {goal.queries}"
    if name not in FLOORS and cost["count"] >= FEWEST_FOR_TAIL and cost["p99"] > MOST_TAIL * cost["p50"]:
        yield f"p99 {cost['p99']:.2f} ms is {cost['p99'] / cost['p50']:.1f} × p50"


def served(by_database: Mapping[str, Figures]) -> str:
    head = ["request"]
    for name in by_database:
        head += [f"{name} web CPU-ms", "database CPU-ms", "requests/s", "p50 ms", "p95 ms"]
    rows = []
    for name in next(iter(by_database.values())):
        cells: list[object] = [name]
        for figures in by_database.values():
            pace = figures[name]
            cells += [f"{pace['cpu_ms']:.2f}", f"{pace['database_ms']:.2f}", f"{pace['per_second']:.0f}"]
            cells += [f"{pace['p50_ms']:.1f}", f"{pace['p95_ms']:.1f}"]
        rows.append(cells)
    return table(head, rows)


def printed(by_plan: Mapping[str, Mapping[str, float]]) -> str:
    head = ["book", "pages", "compose CPU-s", "print CPU-s", "peak MB", "HTML kB", "PDF kB"]
    keys = ("pages", "html_s", "pdf_s", "peak_mb", "html_kb", "pdf_kb")
    forms = ("{:.0f}", "{:.2f}", "{:.1f}", "{:.0f}", "{:.0f}", "{:.0f}")
    rows = [
        [plan, *(form.format(figures[key]) for key, form in zip(keys, forms, strict=True))]
        for plan, figures in by_plan.items()
    ]
    return table(head, rows)


def memory(by_database: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [name, f"{found['worker_mb']:.0f}", f"{found['main_mb']:.0f}", WORKER_GOAL_MB]
        for name, found in by_database.items()
    ]
    return table(["PSS after 1,000 requests", "web worker MB", "its parent MB", "goal for the worker"], rows)
