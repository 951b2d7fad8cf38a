"""One value of a JSON file with its place, and the readers that check what it holds."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar

from opd import numbers
from opd.imports import values
from opd.imports.problems import Report


class Missing(Enum):
    MISSING = "missing"


MISSING: Final = Missing.MISSING
NodeValue: TypeAlias = "dict[str, Node] | list[Node] | str | Decimal | bool | Literal[Missing.MISSING] | None"
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """`path` counts list items from 1. Readers return a clean value, or report the problem and return
    a stand-in; what is MISSING was reported by its parent."""

    report: Report
    file: str
    line: int
    path: str
    value: NodeValue

    def problem(self, reason: str) -> None:
        self.report.problem(self.file, self.line, self.path, reason)

    def fields(self, required: str, optional: str = "") -> "Fields":
        """An object with exactly these keys (names separated by spaces)."""
        if isinstance(self.value, dict):
            return Fields(self, self.value, required.split(), optional.split())
        self._wrong("kelompok {…}")
        return Fields(self, {}, [], [])

    def items(self) -> "list[Node]":
        if isinstance(self.value, list):
            return self.value
        self._wrong("daftar […]")
        return []

    def some_items(self) -> "list[Node]":
        """For lists that other files refer to: an empty one is a problem here, not in every row there."""
        if self.value == []:
            self.problem("daftar kosong")
        return self.items()

    def text(self, limit: int = values.NAME, *, required: bool = False, lines: bool = False) -> str:
        """null reads as empty."""
        return self._parsed(lambda raw: values.parse_text(raw, limit, lines=lines), required=required) or ""

    def code(self, limit: int = values.CODE) -> str:
        return self._parsed(lambda raw: values.parse_code(raw, limit), required=True) or ""

    def url(self) -> str:
        return self._parsed(values.parse_url) or ""

    def date(self, first_year: int = values.FIRST_YEAR) -> date | None:
        return self._parsed(lambda raw: values.parse_date(raw, first_year))

    def choice(self, options: Collection[str]) -> str:
        text = self.text(required=True)
        if text and text not in options:
            self.problem(values.unknown(text, options))
        return text

    def number(self) -> Decimal | None:
        """A JSON number, or a text as people write it; null is unknown."""
        if not isinstance(self.value, Decimal):
            return self._parsed(lambda raw: numbers.parse(raw, point="decimal"), wanted="angka")
        try:
            return numbers.parse(format(self.value, "f"), point="decimal")
        except ValueError as refusal:
            self.problem(str(refusal))
            return None

    def integer(self, low: int, high: int) -> int | None:
        if self.value is None or self.value is MISSING:
            return None
        if isinstance(self.value, Decimal) and self.value == int(self.value) and low <= self.value <= high:
            return int(self.value)
        self.problem(f"harus bilangan bulat antara {low} dan {high}")
        return None

    def year(self) -> int | None:
        return self.integer(values.FIRST_YEAR, values.LAST_YEAR)

    def needed(self, value: T | None, stand_in: T) -> T:
        """For readers that allow null: null is a problem here."""
        if value is None:
            if self.value is None:
                self.problem("wajib diisi")
            return stand_in
        return value

    def flag(self) -> bool:
        if isinstance(self.value, bool):
            return self.value
        self._wrong("true atau false")
        return False

    def plain(self) -> Json:
        """The value as `json.loads` would give it."""
        match self.value:
            case dict():
                return {key: member.plain() for key, member in self.value.items()}
            case list():
                return [item.plain() for item in self.value]
            case Decimal():
                return _plain_number(self.value)
            case Missing():
                return None
            case _:
                return self.value

    def _parsed(self, parse: Callable[[str], T], *, required: bool = False, wanted: str = "teks") -> T | None:
        if self.value is None or self.value == "":
            if required:
                self.problem("wajib diisi")
        elif not isinstance(self.value, str):
            self._wrong(wanted)
        else:
            try:
                if self.value.strip():
                    return parse(self.value)
                if required:
                    raise ValueError("wajib diisi")
            except ValueError as refusal:
                self.problem(str(refusal))
        return None

    def _wrong(self, wanted: str) -> None:
        if self.value is not MISSING:
            self.problem(f"harus {wanted}")


class Fields:
    """The members of one object. Every required key is there or reported; an absent optional one is null."""

    def __init__(
        self, node: Node, members: dict[str, Node], required: Sequence[str], optional: Sequence[str]
    ) -> None:
        self.node = node
        self._members = members
        known = [*required, *optional]
        for key, member in members.items():
            if key not in known:
                member.problem(f"bagian tidak dikenal{values.suggestion(key, known)}")
        for key in required:
            if key not in members:
                node.report.problem(node.file, node.line, _inside(node.path, key), "bagian tidak ada")
        self._optional = frozenset(optional)

    def __getitem__(self, key: str) -> Node:
        if key in self._members:
            return self._members[key]
        stand_in = None if key in self._optional else MISSING
        return replace(self.node, path=_inside(self.node.path, key), value=stand_in)

    def __contains__(self, key: str) -> bool:
        return key in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)


def check_keys(node: Node, allowed: dict[str, str], path: str = "") -> None:
    """Reports unknown keys of a part that is kept word for word. `allowed` maps the path of an object (lists
    are passed through, the part itself is "") to its keys; an object without an entry may hold none."""
    if isinstance(node.value, list):
        for item in node.value:
            check_keys(item, allowed, path)
    elif isinstance(node.value, dict):
        node.fields("", allowed.get(path, ""))
        for key, member in node.value.items():
            check_keys(member, allowed, _inside(path, key))


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _plain_number(value: Decimal) -> int | float | str:
    """An integer stays one; a fraction that a float cannot hold stays the text it was."""
    if value == int(value) and int(value.as_tuple().exponent) >= 0:
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
