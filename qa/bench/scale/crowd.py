"""Part two: so many editors for so many minutes against the production set, and no save of theirs lost."""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from qa.bench import procfs
from qa.bench.measuring import part
from qa.bench.stage import ROOT
from qa.bench.tables import table
from qa.chaos.production_set import HOST, ProductionSet, running

MARK = re.compile(r"tanda-\d+-\d+-akhir")
SERVICES = ("web", "postgres", "pgbouncer", "proxy", "worker", "render", "sweep", "beat", "redis")
SAVE_P95_MS, PAGE_P95_MS = 300, 800


@dataclass(frozen=True)
class Result:
    """`seen` is what the client saw; `lost` are acknowledged saves that cannot be found again."""

    seen: Mapping[str, Any]
    lost: list[str]
    cpu_s: Mapping[str, float]
    took_s: float


def measure(count: int, minutes: float, progress: Callable[[str], None]) -> Result:
    progress("starting the production set")
    with running(demo=False) as place:
        progress(f"filling it with the generated plan and {count} editors")
        told = place.python(f"from qa.bench.scale import people; people.fill({count})")
        spec = {**json.loads(told), "url": place.door.url, "host": HOST}
        start = versions(place)
        progress(f"{count} editors for {minutes:g} minutes")
        seen, cpu_s, took_s = _run(place, spec, minutes)
        progress("looking for every acknowledged save")
        return Result(seen, lost(place, seen["acknowledged"], start), cpu_s, took_s)


def _run(place: ProductionSet, spec: dict[str, Any], minutes: float) -> tuple[Any, dict[str, float], float]:
    file = place.folder / "editors.json"
    file.write_text(json.dumps(spec))
    command = [sys.executable, "-m", "qa.bench.scale.editors", str(file), str(minutes)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        first = client.stdout.readline()
        before, began = cpu(place), time.monotonic()
        told = client.stdout.read()
        after, took = cpu(place), time.monotonic() - began
    if first != "begin\n" or client.returncode:
        raise RuntimeError(f"the editors ended with {client.returncode}")
    seen = json.loads(told)
    used = {name: after[name] - before[name] for name in after}
    return seen, used | {"client": seen["cpu_s"]}, took


def cpu(place: ProductionSet) -> dict[str, float]:
    """Seconds used so far by every service with all its processes."""
    return {name: sum(procfs.cpu_of_tree(program.pid) for program in place.named(name)) for name in SERVICES}


def versions(place: ProductionSet) -> dict[str, int]:
    """Of every row that can be written."""
    found = {}
    for table_, name in (("masterplan_section", "section"), ("masterplan_programme", "programme")):
        for pk, version in place.rows(f"SELECT id, version FROM {table_}"):
            found[f"masterplan.{name}:{pk}"] = version
    return found


def lost(place: ProductionSet, acknowledged: list[list[Any]], start: Mapping[str, int]) -> list[str]:
    """Every acknowledged save stands in the trail with its text; a row has its last one, as many versions."""
    trail = _marks_in_the_trail(place)
    problems = [
        f"{row} version {version}: {mark}" for row, version, mark in acknowledged if mark not in trail
    ]
    newest: dict[str, tuple[int, str]] = {}
    for row, version, mark in acknowledged:
        newest[row] = max(newest.get(row, (0, "")), (version, mark))
    now, texts = versions(place), _texts(place)
    saves = Counter(row for row, _, _ in acknowledged)
    for row, (version, mark) in newest.items():
        if now[row] != start[row] + saves[row]:
            problems.append(f"{row}: version {now[row]} after {saves[row]} saves from {start[row]}")
        if now[row] == version and mark not in texts[row]:
            problems.append(f"{row}: its text is not the last one acknowledged, {mark}")
    return problems


def _marks_in_the_trail(place: ProductionSet) -> set[str]:
    after = "coalesce(changes #>> '{body,1}', changes #>> '{note,1}')"
    acts = "act IN ('section.written', 'programme.changed')"
    rows = place.rows(
        f"SELECT substring({after} from 'tanda-[0-9]+-[0-9]+-akhir') FROM audit_auditevent WHERE {acts}"
    )
    return {mark for (mark,) in rows if mark}


def _texts(place: ProductionSet) -> dict[str, str]:
    sections = place.rows("SELECT id, right(body::text, 400) FROM masterplan_section WHERE body IS NOT NULL")
    programmes = place.rows("SELECT id, note FROM masterplan_programme")
    return {f"masterplan.section:{pk}": text for pk, text in sections} | {
        f"masterplan.programme:{pk}": text for pk, text in programmes
    }


def report(result: Result) -> str:
    seen = result.seen
    rows = []
    for name, waits, goal in (("save", seen["saves"], SAVE_P95_MS), ("page", seen["pages"], PAGE_P95_MS)):
        ordered = sorted(wait * 1000 for wait in waits)
        shares = [f"{part(ordered, share):.0f}" for share in (0.5, 0.95)]
        rows.append([name, len(ordered), f"{len(ordered) / result.took_s:.1f}", *shares, goal])
    waiting = table(["request", "answered", "a second", "p50 ms", "p95 ms", "goal p95"], rows)
    facts = [
        f"acknowledged saves {len(seen['acknowledged'])}, lost {len(result.lost)}, errors {seen['errors']}",
        f"saves refused because somebody else had saved the same row in between: {seen['conflicts']}",
        f"the client was at most {seen['late_s'] * 1000:.0f} ms behind its clock",
        *(f"lost: {problem}" for problem in result.lost[:20]),
    ]
    cores = [[name, f"{used / result.took_s:.3f}"] for name, used in result.cpu_s.items() if used]
    lines = "\n".join(f"- {fact}" for fact in facts)
    return f"{waiting}\n\n{lines}\n\n{table(['CPU', 'cores'], cores)}"
