"""The compiled document is made of parts: each noun gives the keys it knows about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
Row: TypeAlias = Mapping[str, Any]
Subject: TypeAlias = Literal["region", "cycle", "plan"]


@dataclass(frozen=True)
class Compared:
    """How rows of a part are told apart and named when two documents are compared.

    rows: the part's value → its rows by code, in the order of the document. title: the key that names a row.
    labels: what people call each key of a row, `code` excepted, which never changes.
    """

    kind: str
    title: str
    labels: Mapping[str, str]
    rows: Callable[[Any], dict[str, Json]]


@dataclass(frozen=True)
class Part:
    """One key of the document.

    compile: the plan's region, cycle or the plan itself (`subject`) → the value, plain JSON with codes
    instead of ids (lib.text.canonical.plain). compared: None for what no comparison lists row by row.
    """

    key: str
    subject: Subject
    compile: Callable[[Any], Any]
    compared: Compared | None = None


def by_code(rows: Iterable[Json]) -> dict[str, Json]:
    return {row["code"]: row for row in rows}


@dataclass(frozen=True)
class Document:
    """Parts in the order of the document. constants: keys whose value is the same for every plan."""

    schema: str
    parts: tuple[Part, ...]
    constants: Mapping[str, Any] = field(default_factory=dict)

    def compile(self, subjects: Mapping[Subject, Any], keys: Iterable[str] | None = None) -> Json:
        """All parts, or those of `keys`. The queries of each part, no more."""
        wanted = None if keys is None else set(keys)
        made = {
            part.key: part.compile(subjects[part.subject])
            for part in self.parts
            if wanted is None or part.key in wanted
        }
        return {"schema": self.schema, **made, **self.constants}
