"""Part one: the same requests with data of one region and of many, on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from qa.bench.stage import Stage
from qa.bench.tables import table

EVENTS = 2_000
"""Saves in the trail of each region: with 514 of them more than a million."""
MOST_TIMES = 1.2


def measure(place: Stage, regions: int, repeat: float, tell: Callable[[str], None]) -> dict[str, Any]:
    tell("filling one region")
    found: dict[str, Any] = {"rows of one": place.prepare_with("scale.country", "one", str(EVENTS))}
    tell("measuring one region")
    found["one"] = place.ask("in_process", "besar", "--repeat", str(repeat))
    tell(f"filling {regions} regions")
    found["rows of many"] = place.prepare_with("scale.country", "many", str(regions))
    tell(f"measuring {regions} regions")
    found["many"] = place.ask("in_process", "besar", "--repeat", str(repeat))
    tell("looking at slow statements")
    found["plans"] = place.ask("scale.plans", "besar")
    return found


def costs(found: Mapping[str, Any], regions: int) -> str:
    """CPU of web process and database together, since it is for both that machines are bought."""
    head = [
        "CPU-ms",
        "queries",
        "1 region: web",
        "database",
        f"{regions} regions: web",
        "database",
        "together ×",
    ]
    rows = []
    for name, one in found["one"].items():
        many = found["many"][name]
        rows.append(
            [
                name,
                one["queries"]
                if one["queries"] == many["queries"]
                else f"{one['queries']} → {many['queries']}",
                *(f"{cost[key]:.2f}" for cost in (one, many) for key in ("p50", "database")),
                f"{together(many) / together(one):.2f}",
            ]
        )
    return table(head, rows)


def together(cost: Mapping[str, Any]) -> float:
    return float(cost["p50"] + cost["database"])


def sizes(found: Mapping[str, Any], regions: int) -> str:
    one, many = found["rows of one"], found["rows of many"]
    return table(["rows", "1 region", f"{regions} regions"], [[name, one[name], many[name]] for name in one])


def missed(found: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, one in found["one"].items():
        many = found["many"][name]
        if together(many) > MOST_TIMES * together(one):
            lines.append(f"{name}: {together(many) / together(one):.2f} × the CPU of one region")
        if many["queries"] != one["queries"]:
            lines.append(f"{name}: {one['queries']} queries became {many['queries']}")
    return lines
