"""Acts are declared once, in a noun's rules.py; events are written by them and read from them."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lib.acts import registered
from tests.rules import trail
from tests.structure.sources import APPS, NOUN_APPS, name_of, python_files

# Left where a letter is answered otherwise, superseded or withdrawn before it is printed, or a book printed.
LEFT_ELSEWHERE = {
    "commitment.declined",
    "commitment.letter_stored",
    "commitment.signed_with_note",
    "commitment.superseded",
    "export.finished",
}
RECORDS = re.compile(r"\baudit\.record\(|AuditEvent\.objects\.(bulk_)?create|services import .*\brecord\b")


def files_with(holds: Callable[[str], object]) -> set[str]:
    return {name_of(path) for path in python_files(*APPS) if holds(path.read_text(encoding="utf-8"))}


def unexplained(source: str) -> list[int]:
    """Numbers of lines that open a transaction without a comment above that says why."""
    lines = source.splitlines()
    return [
        number
        for number, line in enumerate(lines, 1)
        if "transaction.atomic" in line and not (number > 1 and lines[number - 2].lstrip().startswith("#"))
    ]


def strings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_events_are_written_by_acts_alone():
    assert files_with(RECORDS.search) == {"lib/acts.py", "lib/audit/services.py"}


def test_a_service_opens_no_transaction_beside_its_act_unless_it_says_why():
    services = [path for path in python_files(*NOUN_APPS, "portal") if path.name == "services.py"]
    found = {name_of(path): unexplained(path.read_text(encoding="utf-8")) for path in services}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_such_a_transaction_is_seen():
    assert unexplained("@transaction.atomic\ndef save(): ...") == [1]
    assert unexplained("# Two acts of one commit.\n@transaction.atomic\ndef save(): ...") == []


def test_acts_are_declared_in_the_rules_of_a_noun():
    found = files_with(re.compile(r"\bAct\(").search)
    assert {Path(name).name for name in found} == {"rules.py"}


def test_nothing_else_writes_the_name_of_an_event_again():
    names = set(registered())
    found = files_with(lambda source: names & set(strings(source)))
    assert {Path(name).name for name in found} == {"rules.py"}


def test_every_act_is_left_by_a_prepared_call():
    left = set[str]().union(*trail.LEFT_BY.values())
    assert set(registered()) - left == LEFT_ELSEWHERE


def test_no_name_that_was_ever_recorded_is_taken_out():
    """A new one is added to tests/rules/names.txt, and so a decision."""
    assert set(registered()) == trail.NAMES


def test_every_act_says_its_words():
    assert [name for name, act in registered().items() if not act.words] == []
