"""A mutant in the running interpreter: no file is touched, the functions that exist get other code."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutation.mutants import Mutant


class NotHere(Exception):
    """The change cannot be made in a module that is loaded already; a new interpreter must load it."""


def plant(mutant: Mutant, root: Path) -> None:
    path = root / mutant.module
    code = compile(mutant.planted(path.read_bytes()), str(path), "exec")
    if mutant.is_in_function:
        plant_functions(path, code)
    elif mutant.scope:
        raise NotHere
    else:
        plant_values(path, code)


def plant_functions(path: Path, code: CodeType) -> None:
    fresh = {inner.co_qualname: inner for inner in codes(code)}
    for function in functions(path):
        new = fresh[function.__code__.co_qualname]
        if new.co_freevars != function.__code__.co_freevars:
            raise NotHere
        function.__code__ = new


def codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from codes(constant)


def functions(path: Path) -> list[FunctionType]:
    """Also those behind a decorator, which no name leads to."""
    return [
        thing
        for thing in gc.get_objects()
        if type(thing) is FunctionType  # isinstance would wake up lazy objects
        and thing.__code__.co_filename == str(path)
        and "<" not in thing.__code__.co_qualname  # those made by other functions come with their code
    ]


def plant_values(path: Path, code: CodeType) -> None:
    """Tables, constants and default values: worked out anew, then handed to everyone who imported them."""
    module = loaded(path)
    scratch: dict[str, Any] = {"__name__": module.__name__, "__file__": str(path)}
    try:
        exec(code, scratch)  # noqa: S102 -- the project's own module, changed in one place
    except Exception as reason:  # a mutant that cannot even be loaded is one that everybody notices
        raise SystemExit(1) from reason
    for name, old in list(vars(module).items()):
        new = scratch.get(name)
        if isinstance(old, FunctionType) and old.__module__ == module.__name__:
            give_defaults(old, new)
        elif not name.startswith("__") and not isinstance(old, type | ModuleType | FunctionType):
            hand_out(name, old, new)


def loaded(path: Path) -> ModuleType:
    return next(m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == str(path))


def give_defaults(old: FunctionType, new: Any) -> None:
    old, new = bare(old), bare(new)
    old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


def bare(function: Any) -> FunctionType:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function  # type: ignore[no-any-return]


def hand_out(name: str, old: Any, new: Any) -> None:
    for module in list(sys.modules.values()):
        if isinstance(module, ModuleType) and vars(module).get(name, hand_out) is old:
            setattr(module, name, new)
