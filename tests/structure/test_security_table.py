"""docs/security.md answers every requirement of ASVS 5.0 once and names nothing that is not there.

asvs_5.0_ids.csv holds the numbers and levels of the standard, in its order. Each check is a function of the
page's text, and is shown to fail on a bad one.
"""

import ast
import csv
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.structure.sources import APPS, ROOT

PAGE = ROOT / "docs/security.md"
with (Path(__file__).parent / "asvs_5.0_ids.csv").open(encoding="utf-8") as lines:
    LEVELS = {row["id"]: row["level"] for row in csv.DictReader(lines)}
IDS = list(LEVELS)
STATES = ("holds", "does not apply", "open")
ROW = re.compile(r"^\| (V\d[\d.]*)(?: to (V\d[\d.]*))? \|([^|]*)\|([^|]*)\|(.*)\|$", re.MULTILINE)
COUNTS = re.compile(r"^\| ([12]) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
FOLDERS = "|".join((*APPS, "data", "deploy", "docs", "static", "templates", "tests"))
FILES = r"pyproject\.toml|docker-compose\.yml|requirements\.txt"
NAMED = re.compile(rf"`((?:{FOLDERS})/[^`\s:]+|{FILES})(?:::([^`\s]+))?`")
IN_WRITING = "In writing"
WHY = 8
"""Letters below which a reason cannot be one."""


class Row(NamedTuple):
    ids: list[str]
    state: str
    why: str


def rows(text: str) -> list[Row]:
    return [
        Row(covered(first, last or first), state.strip(), why.strip())
        for first, last, _, state, why in ROW.findall(text)
    ]


def covered(first: str, last: str) -> list[str]:
    """The numbers of a range; one the standard does not have stands for itself."""
    if first not in LEVELS or last not in LEVELS:
        return [first, last]
    return IDS[IDS.index(first) : IDS.index(last) + 1]


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def names_of_nothing(text: str) -> list[str]:
    """Files and tests that do not exist; a test is named without its class and without its parameters."""
    wrong = []
    for name, test in NAMED.findall(text):
        path = ROOT / name
        if not path.exists() or (test and (path.suffix != ".py" or test not in functions_of(path))):
            wrong.append(f"{name}::{test}" if test else name)
    return wrong


def left_out_or_doubled(text: str) -> list[str]:
    counted = Counter(number for row in rows(text) for number in row.ids)
    return sorted(set(LEVELS) ^ set(counted)) + [number for number, count in counted.items() if count > 1]


def out_of_order(text: str) -> list[str]:
    found = [number for row in rows(text) for number in row.ids if number in LEVELS]
    return [after for before, after in pairwise(found) if IDS.index(after) < IDS.index(before)]


def without_ground(text: str) -> list[str]:
    """What holds names a file or a test that shows it; the rest has a reason."""
    wrong = []
    for row in rows(text):
        shown = NAMED.search(row.why) or (IN_WRITING in row.why and f"### {IN_WRITING}" in text)
        grounded = shown if row.state == "holds" else len(row.why) > WHY
        if row.state not in STATES or not grounded:
            wrong.append(row.ids[0] if row.ids else "a range that goes backwards")
    return wrong


def miscounted(text: str) -> list[str]:
    """The summary says what the rows say."""
    states = {number: row.state for row in rows(text) for number in row.ids}
    said = {level: tuple(map(int, numbers)) for level, *numbers in COUNTS.findall(text)}
    wrong = []
    for level in ("1", "2"):
        of = [state for number, state in states.items() if LEVELS.get(number) == level]
        counted = (len(of), *(of.count(state) for state in STATES))
        if said.get(level) != counted:
            wrong.append(f"level {level}: {counted}")
    return wrong


CHECKS = (names_of_nothing, left_out_or_doubled, out_of_order, without_ground, miscounted)
Check = Callable[[str], list[str]]


def test_the_list_is_that_of_the_standard():
    assert Counter(LEVELS.values()) == {"1": 70, "2": 183}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_page_keeps_its_word(check: Check):
    assert check(PAGE.read_text(encoding="utf-8")) == []


def small_page(**changed: str) -> str:
    """A page about all requirements in three rows, with other words where a test wants them."""
    said = {
        "first": "| V1.1.1 | x | holds | `tests/structure/test_security_table.py::small_page` |",
        "middle": "| V1.1.2 to V17.2.4 | x | does not apply | there is no such part |",
        "last": "| V17.3.1 to V17.3.2 | x | open | comes later than this |",
        "counts": "| 1 | 70 | 0 | 70 | 0 |\n| 2 | 183 | 1 | 180 | 2 |",
    }
    return "\n".join((said | changed).values()) + "\n"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_good_page_passes(check: Check):
    assert check(small_page()) == []


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        (names_of_nothing, {"first": "`tests/structure/test_security_table.py::test_nothing`"}),
        (names_of_nothing, {"first": "`tests/structure/test_security_table.py::small_page[a]`"}),
        (names_of_nothing, {"first": "`docs/nowhere.md`"}),
        (names_of_nothing, {"first": "`docs/security.md::small_page`"}),
        (left_out_or_doubled, {"middle": "| V1.2.1 to V17.2.4 | x | open | comes later |"}),
        (left_out_or_doubled, {"middle": "| V1.1.1 to V17.2.4 | x | open | comes later |"}),
        (left_out_or_doubled, {"last": "| V17.3.2 to V17.3.1 | x | open | comes later |"}),
        (left_out_or_doubled, {"first": "| V1.1.1 to V1.1.9 | x | open | comes later |"}),
        (out_of_order, {"last": "| V1.1.1 | x | open | comes later |"}),
        (without_ground, {"first": "| V1.1.1 | x | holds | surely |"}),
        (without_ground, {"first": "| V1.1.1 | x | holds | In writing above |"}),
        (without_ground, {"last": "| V17.3.1 | x | open | |"}),
        (without_ground, {"last": "| V17.3.1 | x | perhaps | comes later than this |"}),
        (miscounted, {"counts": "| 1 | 70 | 1 | 69 | 0 |\n| 2 | 183 | 1 | 180 | 2 |"}),
        (miscounted, {"counts": ""}),
    ],
)
def test_a_bad_page_is_seen(check: Check, changed: dict[str, str]):
    assert check(small_page(**changed)) != []
