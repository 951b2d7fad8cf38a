"""The compiled document is made of parts: each noun gives the keys it knows about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from lib.errors import Conflict
from lib.tables.neutral import Table

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
    instead of ids (lib.text.canonical.plain). compared: None for what no comparison lists row by row. table:
    the live table that a section of the book shows by the name of the key; None when it has none.
    """

    key: str
    subject: Subject
    compile: Callable[[Any], Any]
    compared: Compared | None = None
    table: Callable[[Row], Table] | None = None


class UnknownSchema(Conflict):
    """Frozen by a newer portal than this one."""

    def __init__(self, schema: str) -> None:
        super().__init__(
            f"Dokumen ini memakai bentuk {schema}, yang belum dikenal portal ini. Dokumennya utuh;"
            " mintalah pengelola memperbarui portal, lalu buka lagi."
        )


@dataclass(frozen=True)
class Schemas:
    """The shapes that documents of one kind were stored in. What is stored is for ever, the code is not.

    steps: schema → a pure function that gives the document in the next schema. None is ever taken away.
    """

    newest: str
    steps: Mapping[str, Callable[[Json], Json]] = field(default_factory=dict)

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.steps, self.newest)

    def upgrade(self, document: Json) -> Json:
        """The document in the newest schema. Raises UnknownSchema."""
        while document["schema"] != self.newest:
            step = self.steps.get(document["schema"])
            if step is None:
                raise UnknownSchema(document["schema"])
            document = step(document)
        return document


def by_code(rows: Iterable[Json]) -> dict[str, Json]:
    return {row["code"]: row for row in rows}


@dataclass(frozen=True)
class Document:
    """Parts in the order of the document. constants: keys whose value is the same for every plan."""

    schemas: Schemas
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
        return {"schema": self.schemas.newest, **made, **self.constants}
