"""A row is locked together with what it belongs to for good, and with nothing that may change.

PostgreSQL waits for the row, reads it anew, and joins it to the other rows as they were before the wait.
Where the relation itself has changed meanwhile, an inner join loses the locked row, and an outer one says
that there is no other row. So what may change is read after the lock.
"""

import ast
from collections.abc import Iterator
from typing import Any

from tests.structure.sources import APPS, name_of, python_files

FOR_GOOD = {"cycle", "masterplan", "opd", "revision"}  # columns that no service ever writes a second time
JOINED = {"select_related", "order_by"}


def chains(tree: Any) -> Iterator[list[Any]]:
    """The calls of each queryset that is locked: `a.filter(..).select_for_update(..)` is two."""
    nodes: list[Any] = list(ast.walk(tree))
    inner = {node.func.value for node in nodes if is_method(node) and is_method(node.func.value)}
    for node in nodes:
        if is_method(node) and node not in inner:
            calls = [node]
            while is_method(calls[-1].func.value):
                calls.append(calls[-1].func.value)
            if any(call.func.attr == "select_for_update" for call in calls):
                yield calls


def is_method(node: Any) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def joined(calls: list[Any]) -> set[str]:
    """The relations that are read together with the locked row."""
    words: list[str] = [
        word.value
        for call in calls
        if call.func.attr in JOINED
        for word in call.args
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    ]
    return {part for word in words for part in word.lstrip("-").split("__")} - {"pk", "number"}


def wrong(source: str) -> list[str]:
    return sorted(relation for calls in chains(ast.parse(source)) for relation in joined(calls) - FOR_GOOD)


def test_what_may_change_is_not_joined_to_a_locked_row():
    found = {name_of(path): wrong(path.read_text()) for path in python_files(*APPS)}
    assert {name: relations for name, relations in found.items() if relations} == {}


def unordered(source: str) -> list[int]:
    """Lines of locked lists in the order of their model, which may join other tables and lock them too."""
    return [
        calls[-1].lineno
        for calls in chains(ast.parse(source))
        if not any(word.arg == "of" for call in calls for word in call.keywords)
        and not {"get", "order_by"} & {call.func.attr for call in calls}
    ]


def test_a_locked_list_says_its_order_or_what_it_locks():
    found = {name_of(path): unordered(path.read_text()) for path in python_files(*APPS)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_locked_list_in_the_order_of_its_model_is_seen():
    assert unordered('list(Row.objects.select_for_update().filter(pk=1).values_list("pk"))') == [1]
    for good in (".get(pk=1)", ".filter(pk=1).order_by()"):
        assert unordered(f"Row.objects.select_for_update(){good}") == []
    assert unordered('Row.objects.select_for_update(of=("self",)).filter(pk=1)') == []


def test_a_join_to_what_may_change_is_seen():
    good = (
        'Row.objects.select_for_update(of=("self",)).select_related("opd", "revision__masterplan").get(pk=1)'
    )
    bad = 'Row.objects.select_related("cycle", "lead_opd").select_for_update().order_by("horizon__order")'
    assert (wrong(good), wrong(bad)) == ([], ["horizon", "lead_opd", "order"])
    assert wrong('Row.objects.select_related("lead_opd").get(pk=1)') == []
