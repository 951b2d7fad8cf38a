"""The small changes: what each kind of expression or statement may be turned into."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

Change = tuple[ast.AST, str, str]
"""The node to be replaced, its new text, and what people read."""

COMPARISONS: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
}
ARITHMETIC: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.FloorDiv(),
    ast.Div: ast.Mult(),
    ast.FloorDiv: ast.Mult(),
    ast.BitOr: ast.BitAnd(),
    ast.BitAnd: ast.BitOr(),
}
SILENT = ("logger",)
"""What is said to a log changes nothing that a person or a row could show."""
CHEAPER = ("update_fields",)
"""Fewer columns for a row that is locked, or new, anyway."""


def copy_of(node: Any, **fields: Any) -> Any:
    """The node with other fields; the original stays as it is."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def comparisons(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        other = COMPARISONS[type(operator)]
        ops = [*node.ops[:place], other, *node.ops[place + 1 :]]
        yield node, f"({ast.unparse(copy_of(node, ops=ops))})", f"{name(operator)} becomes {name(other)}"


def booleans(node: ast.BoolOp) -> Iterator[Change]:
    other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield node, f"({ast.unparse(copy_of(node, op=other))})", f"{name(node.op)} becomes {name(other)}"


def negations(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield node, f"({ast.unparse(node.operand)})", "not is dropped"


def arithmetic(node: ast.BinOp) -> Iterator[Change]:
    if other := ARITHMETIC.get(type(node.op)):
        new = ast.unparse(copy_of(node, op=other))
        yield node, f"({new})", f"{name(node.op)} becomes {name(other)}"


def steps(node: ast.AugAssign) -> Iterator[Change]:
    if other := ARITHMETIC.get(type(node.op)):
        yield node, ast.unparse(copy_of(node, op=other)), f"{name(node.op)}= becomes {name(other)}="


def constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield node, str(not value), f"{value} becomes {not value}"
    elif isinstance(value, int | float):
        yield node, str(value + 1), f"{value} becomes {value + 1}"
    elif isinstance(value, str) and value and " " not in value:  # with a space it is a sentence for people
        yield node, repr(f"{value}~"), f"{value!r} becomes {value + '~'!r}"


def choices(node: ast.IfExp) -> Iterator[Change]:
    swapped = copy_of(node, body=node.orelse, orelse=node.body)
    yield node, f"({ast.unparse(swapped)})", f"the branches of `if {ast.unparse(node.test)}` are swapped"


def conditions(node: ast.If | ast.While) -> Iterator[Change]:
    """Comparisons and the like change by themselves."""
    yield from negated(node.test)


def filters(node: ast.comprehension) -> Iterator[Change]:
    for test in node.ifs:
        yield from negated(test)
        yield test, "True", f"`if {ast.unparse(test)}` always holds"


def negated(test: ast.expr) -> Iterator[Change]:
    if isinstance(test, ast.Name | ast.Attribute | ast.Call):
        yield test, f"(not {ast.unparse(test)})", f"`if {ast.unparse(test)}` is turned round"
    elif isinstance(test, ast.NamedExpr):
        yield test, f"(not ({ast.unparse(test)}))", f"`if {ast.unparse(test)}` is turned round"


def calls(node: ast.Call) -> Iterator[Change]:
    """A named argument left out; a member of an enumeration left out of several."""
    for place, keyword in enumerate(node.keywords):
        rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
        if keyword.arg and keyword.arg not in CHEAPER:
            yield node, ast.unparse(copy_of(node, keywords=rest)), f"without {ast.unparse(keyword)}"
    for place, argument in enumerate(node.args):
        if is_member(argument) and len(node.args) > 1:
            args = [*node.args[:place], *node.args[place + 1 :]]
            yield node, ast.unparse(copy_of(node, args=args)), f"without {ast.unparse(argument)}"


def elements(node: ast.Set | ast.List | ast.Tuple) -> Iterator[Change]:
    """Tables: every member of a set, a list or a tuple counts."""
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Store) or not all(map(is_plain, node.elts)):
        return
    for place, element in enumerate(node.elts):
        rest = [*node.elts[:place], *node.elts[place + 1 :]]
        new = "set()" if isinstance(node, ast.Set) and not rest else ast.unparse(copy_of(node, elts=rest))
        yield node, new, f"without {ast.unparse(element)}"


def returns(node: ast.Return, annotation: str) -> Iterator[Change]:
    value = node.value
    if value is None or (isinstance(value, ast.Constant) and value.value is None):
        return
    if annotation == "bool":
        for answer in ("True", "False"):
            if ast.unparse(value) != answer:
                yield value, answer, f"returns {answer}"
    else:
        yield value, "None", "returns None"


def statements(node: ast.Raise | ast.Expr | ast.Assign) -> Iterator[Change]:
    """A guard, a call or a stored value left out."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield node, "pass", f"no {head(node.exc)} is raised"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if head(node.value).split(".")[0] not in SILENT:
            yield node, "pass", f"{head(node.value)} is not called"
    elif isinstance(node, ast.Assign) and all(map(is_attribute, node.targets)):
        yield node, "pass", f"{ast.unparse(node.targets[0])} is not set"


def is_attribute(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple):
        return any(map(is_attribute, node.elts))
    return isinstance(node, ast.Attribute)


def is_member(node: ast.AST) -> bool:
    """Role.EDITOR, S.SIGNED."""
    return isinstance(node, ast.Attribute) and node.attr.isupper()


def is_plain(node: ast.AST) -> bool:
    return is_member(node) or (isinstance(node, ast.Constant) and isinstance(node.value, str | int))


def head(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ast.unparse(node)


def name(node: ast.AST) -> str:
    return type(node).__name__


OPERATORS: dict[type[ast.AST], Callable[[Any], Iterator[Change]]] = {
    ast.Compare: comparisons,
    ast.BoolOp: booleans,
    ast.UnaryOp: negations,
    ast.BinOp: arithmetic,
    ast.AugAssign: steps,
    ast.Constant: constants,
    ast.IfExp: choices,
    ast.If: conditions,
    ast.While: conditions,
    ast.comprehension: filters,
    ast.Call: calls,
    ast.Set: elements,
    ast.List: elements,
    ast.Tuple: elements,
    ast.Raise: statements,
    ast.Expr: statements,
    ast.Assign: statements,
}
