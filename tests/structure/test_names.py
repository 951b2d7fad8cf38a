"""Identifiers use the field's words (docs/style.md, rule 2)."""

import ast
import re
from collections.abc import Iterator

from tests.structure.sources import APPS, name_of, python_files

METAPHORS = frozenset(
    ["bell", "bury", "cloth", "door", "doorbell", "doors", "kept", "patience", "sight", "told", "witness"]
)


def identifiers(source: str) -> Iterator[str]:
    """Names that are defined: functions, classes, arguments and variables."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def metaphors(source: str) -> set[str]:
    return {name for name in identifiers(source) if words(name) & METAPHORS}


def test_no_identifier_is_a_metaphor():
    found = {name_of(path): metaphors(path.read_text(encoding="utf-8")) for path in python_files(*APPS)}
    assert {path: names for path, names in found.items() if names} == {}


def test_such_a_name_is_seen():
    assert metaphors("class KeptRows:\n    def of(self, told): bell = 1") == {"KeptRows", "told", "bell"}
