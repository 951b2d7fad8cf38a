"""Results as Markdown. `found` maps a request's name to its cost, by database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa.bench.requests import GOALS, ONE_QUERY, QUERIES

Figures = Mapping[str, Mapping[str, Any]]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def multiple(figures: Figures, name: str) -> float:
    """Of the view of one query in the same run: milliseconds of one day do not come back on another."""
    return float(figures[name]["p50"] / figures[ONE_QUERY]["p50"])


def in_process(found: Mapping[str, Figures]) -> str:
    head = ["request", "queries"]
    for database in found:
        head += [f"{database}: × one query", "CPU-ms"]
    rows = []
    for name, cost in next(iter(found.values())).items():
        cells: list[object] = [name, cost["queries"]]
        for figures in found.values():
            cells += [f"{multiple(figures, name):.1f}", f"{figures[name]['p50']:.2f}"]
        rows.append([*cells, GOALS.get(name, "")])
    return table([*head, "goal"], rows)


def missed(figures: Figures) -> list[str]:
    """Every goal these figures do not reach, in words; goals are for the generated plan on SQLite."""
    found = []
    for name, cost in figures.items():
        if multiple(figures, name) > GOALS.get(name, float("inf")):
            found.append(f"{name}: {multiple(figures, name):.1f} × one query, goal {GOALS[name]}")
        if cost["queries"] > QUERIES[name]:
            found.append(f"{name}: {cost['queries']} queries, goal {QUERIES[name]}")
    return found


def printed(found: Mapping[str, Mapping[str, float]]) -> str:
    head = ["book", "pages", "compose CPU-s", "print CPU-s", "peak MB", "HTML kB", "PDF kB"]
    keys = ("pages", "html_s", "pdf_s", "peak_mb", "html_kb", "pdf_kb")
    return table(head, [[plan, *(f"{costs[key]:.1f}" for key in keys)] for plan, costs in found.items()])
