"""The demo goes the way of people and programs: it calls services and writes no row of its own."""

import ast

from tests.structure.sources import ROOT

WRITING = frozenset(
    (
        *("add", "bulk_create", "bulk_update", "create", "delete"),
        *("get_or_create", "save", "set", "update", "update_or_create"),
    )
)


def direct_writes(source: str) -> list[str]:
    """Calls of a method that writes, but for functions of an imported module of services."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    services = {a.asname for node in imports for a in node.names if a.name == "services"}
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    methods = [func for func in calls if isinstance(func, ast.Attribute) and func.attr in WRITING]
    return [ast.unparse(func) for func in methods if ast.unparse(func.value) not in services]


def test_the_demo_writes_no_row_of_its_own():
    found = {path.name: direct_writes(path.read_text()) for path in (ROOT / "portal" / "demo").glob("*.py")}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_such_a_call_is_seen():
    source = "from a import services as offices\noffices.update(row)\nrow.save()\nRow.objects.create()"
    assert direct_writes(source) == ["row.save", "Row.objects.create"]


def test_the_demo_reaches_for_no_actor_and_no_clock_of_its_own():
    for path in (ROOT / "portal" / "demo").glob("*.py"):
        source = path.read_text()
        assert "SYSTEM" not in source, path.name
        assert "clock.now" not in source, path.name
        assert "clock.today" not in source, path.name
