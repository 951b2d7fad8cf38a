"""framework.json, the part of the workshops: dimensions, sub-dimensions and kinds of findings.

What no table needs yet (criteria, weights, readiness indicators) is handed on as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.tables import values
from lib.tables.csv import Row
from lib.tables.json_files import JsonFile, numbered, plain
from lib.tables.schemas import ANY, ORDER, Schema, choice, code, group, many, text

FILE = "framework.json"
KINDS = ("masalah", "keunggulan")
LINES = ("meaning",)
DIMENSION_NAME, DIMENSION_NAME_ID = 80, 160
STORED_AS_THEY_ARE = ("version", "swot", "readiness", "quick_win_criteria", "evaluation_weights")
SUBDIMENSION = group(
    {"code": code(), "order": ORDER, "tag": text(DIMENSION_NAME, required=True)},
    {"name_id": text(DIMENSION_NAME_ID)},
)
DIMENSION = group(
    {
        "code": code(),
        "order": ORDER,
        "name": text(DIMENSION_NAME, required=True),
        "subdimensions": many(SUBDIMENSION),
    },
    {"name_id": text(DIMENSION_NAME_ID), "meaning": text(values.PROSE)},
)
REQUIRED: dict[str, Schema] = {
    "dimensions": many(DIMENSION, least=1),
    "finding_kinds": many(group({"code": choice(KINDS), "label": text()}), least=1),
}
OPTIONAL: dict[str, Schema] = dict.fromkeys(STORED_AS_THEY_ARE, ANY)


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


def read_framework(file: JsonFile) -> Framework:
    items = file.items("dimensions")
    places = list(numbered("dimensions", items))
    for key in ("code", "order"):
        file.refuse_repeated(numbered("dimensions", items, key))
    codes = [numbered(f"{path}.subdimensions", item["subdimensions"], "code") for path, item in places]
    file.refuse_repeated(entry for entries in codes for entry in entries)
    for path, item in places:
        file.refuse_repeated(numbered(f"{path}.subdimensions", item["subdimensions"], "order"))
    stored = (*STORED_AS_THEY_ARE, "finding_kinds", "programme_statuses")
    return Framework(
        dimensions=tuple(sorted((_dimension(item) for item in items), key=lambda row: (row.order, row.code))),
        kinds=frozenset(item["code"] for item in file.items("finding_kinds")),
        raw=plain({key: file.parts[key] for key in file.parts if key in stored}),
    )


def _dimension(item: dict[str, Any]) -> DimensionRow:
    subdimensions = [
        SubdimensionRow(part["code"], part["order"], part["tag"], part.get("name_id") or "")
        for part in item["subdimensions"]
    ]
    return DimensionRow(
        code=item["code"],
        order=item["order"],
        name=item["name"],
        name_id=item.get("name_id") or "",
        meaning=item.get("meaning") or "",
        subdimensions=tuple(sorted(subdimensions, key=lambda row: (row.order, row.code))),
    )


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
                listed = f"{values.quoted(subdimension)} milik dimensi {owner}, bukan {dimension}"
                row.problem("subdimension", listed)
        return dimension, subdimension


def index_dimensions(dimensions: Sequence[DimensionRow]) -> DimensionIndex:
    owners = {part.code: dimension.code for dimension in dimensions for part in dimension.subdimensions}
    return DimensionIndex(owners, frozenset(dimension.code for dimension in dimensions))
