"""All mutants of a file."""

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.mutants import Mutant, numbered
from tests.mutation.operators import OPERATORS, Change, returns

LOCKS = ("select_for_update",)
"""SQLite knows no row locks; that they hold is shown on PostgreSQL, by tests of two at once."""


def mutants_of(module: str, root: Path) -> list[Mutant]:
    source = (root / module).read_bytes()
    return numbered(Walker(module, source).walk())


class Walker:
    def __init__(self, module: str, source: bytes) -> None:
        self._module, self._source = module, source
        self._lines = source.splitlines(keepends=True)
        self._around = ""
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def walk(self) -> Iterator[Mutant]:
        for node in ast.parse(self._source).body:
            first = min(part.lineno for part in [node, *getattr(node, "decorator_list", [])])
            text = b"".join(self._lines[first - 1 : node.end_lineno])
            self._around = hashlib.sha256(text).hexdigest()
            yield from self._visit(node, "", "", (1, 1))

    def _children(
        self, node: ast.AST, scope: str, annotation: str, lines: tuple[int, int]
    ) -> Iterator[Mutant]:
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "decorator_list", "format_spec"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self._visit(child, scope, annotation, lines)

    def _visit(self, node: ast.AST, scope: str, annotation: str, lines: tuple[int, int]) -> Iterator[Mutant]:
        if isinstance(node, ast.JoinedStr) or is_words(node) or is_lock(node):
            return
        if isinstance(node, ast.stmt):
            lines = header(node)
        for change in changes(unlocked(node), annotation):
            yield self._mutant(change, scope, lines)
        if isinstance(node, ast.FunctionDef):
            yield from self._function(node, scope, lines)
        elif isinstance(node, ast.ClassDef):
            for child in node.body:
                if isinstance(child, ast.FunctionDef) or not is_model(node):
                    yield from self._visit(child, f"{node.name}:", "", lines)
        else:
            yield from self._children(unlocked(node), scope, annotation, lines)

    def _function(self, node: ast.FunctionDef, scope: str, lines: tuple[int, int]) -> Iterator[Mutant]:
        """Default values are worked out where the function is made, not inside it."""
        yield from self._children(node.args, scope, "", lines)
        inner = f"{scope.removesuffix(':')}.{node.name}".lstrip(".")
        for child in node.body:
            yield from self._visit(child, inner, ast.unparse(node.returns) if node.returns else "", lines)

    def _mutant(self, change: Change, scope: str, lines: tuple[int, int]) -> Mutant:
        node, text, words = change
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        line = self._lines[node.lineno - 1].decode().strip()
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[node.end_lineno - 1] + node.end_col_offset
        return Mutant(self._module, scope, line, words, *lines, start, end, text, self._around)


def changes(node: ast.AST, annotation: str) -> Iterator[Change]:
    if isinstance(node, ast.Return):
        yield from returns(node, annotation)
    elif operator := OPERATORS.get(type(node)):
        yield from operator(node)


def header(node: ast.stmt) -> tuple[int, int]:
    """The lines that belong to the statement itself, not to what it holds."""
    assert node.end_lineno is not None
    body = getattr(node, "body", None)
    return node.lineno, max(node.lineno, body[0].lineno - 1) if body else node.end_lineno


def is_words(node: ast.AST) -> bool:
    """A docstring, or a line for the log."""
    if not isinstance(node, ast.Expr):
        return False
    value = node.value
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).startswith("logger.")
    return isinstance(value, ast.Constant)


def is_model(node: ast.ClassDef) -> bool:
    """Columns, words and constraints are held by the migrations, which `make lint` compares with them."""
    return any(ast.unparse(base).startswith("models.") for base in node.bases)


def unlocked(node: ast.AST) -> ast.AST:
    """What is locked, without how: the words of a lock say nothing to SQLite."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOCKS:
        return node.func.value
    return node


def is_lock(node: ast.AST) -> bool:
    """A statement that does nothing but lock."""
    if not isinstance(node, ast.Expr):
        return False
    return any(lock in ast.unparse(node) for lock in LOCKS)
