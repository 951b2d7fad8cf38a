"""Budgets. Raising a number is a decision, with its reason in docs/decisions/."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from config import settings
from tests.structure.sources import APPS, ROOT, name_of, python_files, templates

FILE_LINES = 400
FILE_LINES_P90 = 200
FILE_LINES_MEDIAN = 60
FUNCTION_LINES = 40
VIEW_LINES = 30
TEMPLATE_LINES = 150
SCRIPT_LINES = 150
SETTINGS = 70


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def said(path: Path) -> int:
    """Lines that say something: blank ones between short functions are no burden."""
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def too_long(paths: list[Path], budget: int) -> dict[str, int]:
    return {name_of(path): lines(path) for path in paths if lines(path) > budget}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def is_view(path: Path) -> bool:
    return path.name == "views.py"


def test_no_python_file_is_long():
    assert too_long(python_files(*APPS, "tests"), FILE_LINES) == {}


def test_most_python_files_are_short():
    sizes = [said(path) for path in python_files(*APPS)]
    assert quantiles(sizes, n=10)[-1] <= FILE_LINES_P90
    assert median(sizes) <= FILE_LINES_MEDIAN


def test_no_function_is_long():
    long = {
        f"{name_of(path)}:{name}": size
        for path in python_files(*APPS)
        for name, size in functions(path)
        if size > (VIEW_LINES if is_view(path) else FUNCTION_LINES)
    }
    assert long == {}


def test_no_template_is_long():
    assert too_long(templates(), TEMPLATE_LINES) == {}


def test_the_scripts_stay_small():
    assert too_long(sorted((ROOT / "static/js").glob("*.js")), SCRIPT_LINES) == {}


def test_settings_stay_few():
    names = [name for name in vars(settings) if name.isupper()]
    assert len(names) <= SETTINGS
