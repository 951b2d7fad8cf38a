"""framework.json, the part of the workshops: dimensions, sub-dimensions and kinds of findings.

What no table needs yet (criteria, weights, readiness indicators) is checked for unknown keys and handed on
word for word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opd.imports import values
from opd.imports.json_nodes import Fields, Node, check_keys
from opd.imports.tables import Row

FILE = "framework.json"
KINDS = ("masalah", "keunggulan")
REQUIRED = "dimensions horizons years funding_sources finding_kinds programme_statuses"
KEPT = "version swot readiness quick_win_criteria evaluation_weights"
KEPT_KEYS: Mapping[str, dict[str, str]] = {
    "swot": {
        "": "quadrants elements strategies",
        "quadrants": "code label english scope",
        "elements": "code label used",
    },
    "readiness": {
        "": "ratings elements",
        "ratings": "code label",
        "elements": "code label subelements",
        "elements.subelements": "code label indicators",
        "elements.subelements.indicators": "code label unit type threshold_good threshold_poor",
    },
    "quick_win_criteria": {"": "code label"},
    "evaluation_weights": {"": "code valid_from baseline output outcome impact quick_win"},
}
DIMENSION_NAME, DIMENSION_NAME_ID = 80, 160


@dataclass(frozen=True, slots=True)
class SubdimensionRow:
    code: str
    order: int
    tag: str
    name_id: str


@dataclass(frozen=True, slots=True)
class DimensionRow:
    code: str
    order: int
    name: str
    name_id: str
    meaning: str
    subdimensions: tuple[SubdimensionRow, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """Dimensions in order. `kinds` are the finding kinds the file allows. `raw` is plain JSON."""

    dimensions: tuple[DimensionRow, ...]
    kinds: frozenset[str]
    raw: dict[str, Any]


def open_framework(node: Node) -> Fields:
    return node.fields(REQUIRED, f"{KEPT} base_year")


def read_framework(fields: Fields) -> Framework:
    nodes = fields["dimensions"].some_items()
    dimensions = [_dimension(item) for item in nodes]
    refuse_repeated_nodes(nodes, "code")
    refuse_repeated_nodes(nodes, "order")
    subdimensions = [part for item in nodes for part in _subdimension_nodes(item)]
    refuse_repeated_nodes(subdimensions, "code")
    for key, allowed in KEPT_KEYS.items():
        check_keys(fields[key], allowed)
    kept = {*KEPT.split(), "finding_kinds", "programme_statuses"}
    return Framework(
        dimensions=tuple(sorted(dimensions, key=lambda row: (row.order, row.code))),
        kinds=frozenset(_kind(item) for item in fields["finding_kinds"].some_items()),
        raw={key: fields[key].plain() for key in fields if key in kept},
    )


def _kind(node: Node) -> str:
    return node.fields("code label")["code"].choice(KINDS)


def _dimension(node: Node) -> DimensionRow:
    fields = node.fields("code order name subdimensions", "name_id meaning")
    subdimensions = [_subdimension(item) for item in fields["subdimensions"].items()]
    refuse_repeated_nodes(fields["subdimensions"].items(), "order")
    return DimensionRow(
        code=fields["code"].code(),
        order=read_order(fields),
        name=fields["name"].text(DIMENSION_NAME, required=True),
        name_id=fields["name_id"].text(DIMENSION_NAME_ID),
        meaning=fields["meaning"].text(values.PROSE, lines=True),
        subdimensions=tuple(sorted(subdimensions, key=lambda row: (row.order, row.code))),
    )


def _subdimension(node: Node) -> SubdimensionRow:
    fields = node.fields("code order tag", "name_id")
    return SubdimensionRow(
        code=fields["code"].code(),
        order=read_order(fields),
        tag=fields["tag"].text(DIMENSION_NAME, required=True),
        name_id=fields["name_id"].text(DIMENSION_NAME_ID),
    )


def _subdimension_nodes(dimension: Node) -> list[Node]:
    inside = dimension.value.get("subdimensions") if isinstance(dimension.value, dict) else None
    return inside.value if inside and isinstance(inside.value, list) else []


def read_order(fields: Fields) -> int:
    return fields["order"].needed(fields["order"].integer(1, 1000), 0)


def refuse_repeated_nodes(nodes: Iterable[Node], key: str) -> None:
    """Reports every object of a list whose `key` stands in an earlier one too."""
    first: dict[str, Node] = {}
    for node in nodes:
        member = node.value.get(key) if isinstance(node.value, dict) else None
        if member is None or not isinstance(member.value, (str, Decimal)) or member.value == "":
            continue
        text = str(member.value)
        earlier = first.setdefault(values.reference_key(text), member)
        if earlier is not member:
            member.problem(f"{values.quoted(text)} sudah dipakai pada baris {earlier.line}")


@dataclass(frozen=True, slots=True)
class DimensionIndex:
    """Which sub-dimension belongs to which dimension. Without dimensions (framework.json could not be read)
    rows are not compared with it."""

    dimension_of: Mapping[str, str]
    codes: frozenset[str]

    def read(self, row: Row) -> tuple[str, str | None]:
        """The cells `dimension` and `subdimension` of a row, checked against each other."""
        dimension = row.choice("dimension", self.codes)
        subdimension = row.text("subdimension") or None
        if subdimension and dimension in self.codes:
            owner = self.dimension_of.get(subdimension)
            if owner is None:
                row.problem("subdimension", values.unknown(subdimension, self.dimension_of))
            elif owner != dimension:
                told = f"{values.quoted(subdimension)} milik dimensi {owner}, bukan {dimension}"
                row.problem("subdimension", told)
        return dimension, subdimension


def index_dimensions(dimensions: Sequence[DimensionRow]) -> DimensionIndex:
    owners = {part.code: dimension.code for dimension in dimensions for part in dimension.subdimensions}
    return DimensionIndex(owners, frozenset(dimension.code for dimension in dimensions))
