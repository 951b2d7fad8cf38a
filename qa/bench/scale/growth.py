"""Part one: the same requests with data of one region and of many, on PostgreSQL."""

from collections.abc import Callable, Mapping
from typing import Any

from qa.bench.stage import Stage
from qa.bench.tables import table

EVENTS = 2_000
"""Saves in the trail of each region: with 514 of them more than a million."""
MOST_TIMES = 1.2


def measure(place: Stage, regions: int, share: str, progress: Callable[[str], None]) -> dict[str, Any]:
    progress("filling one region")
    found: dict[str, Any] = {"rows of one": place.prepare_with("scale.country", "one", str(EVENTS))}
    progress("measuring one region")
    found["one"] = place.ask("in_process", "besar", "", share)
    progress(f"filling {regions} regions")
    found["rows of many"] = place.prepare_with("scale.country", "many", str(regions))
    progress(f"measuring {regions} regions")
    found["many"] = place.ask("in_process", "besar", "", share)
    return found


def together(cost: Mapping[str, Any]) -> float:
    """CPU of web process and database, since it is for both that machines are bought."""
    return float(cost["p50"] + cost["database"])


def costs(found: Mapping[str, Any], regions: int) -> str:
    rows = [
        [
            name,
            f"{one['queries']} → {found['many'][name]['queries']}",
            f"{together(one):.2f}",
            f"{together(found['many'][name]):.2f}",
            f"{together(found['many'][name]) / together(one):.2f}",
        ]
        for name, one in found["one"].items()
    ]
    return table(["CPU-ms of web and database", "queries", "1 region", f"{regions} regions", "×"], rows)


def sizes(found: Mapping[str, Any], regions: int) -> str:
    one, many = found["rows of one"], found["rows of many"]
    return table(["rows", "1 region", f"{regions} regions"], [[name, one[name], many[name]] for name in one])


def missed(found: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, one in found["one"].items():
        many = found["many"][name]
        if together(many) > MOST_TIMES * together(one) or many["queries"] != one["queries"]:
            lines.append(f"{name}: {together(many) / together(one):.2f} × the CPU, {many['queries']} queries")
    return lines
