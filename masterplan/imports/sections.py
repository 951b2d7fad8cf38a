"""sections.json: the chapter trees of the books, their narrative and its figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bimtek.imports.framework import read_order, refuse_repeated_nodes
from masterplan.body import Doc
from masterplan.body.text import body_from_paragraphs
from opd.imports import values
from opd.imports.json_nodes import Node
from opd.numbers import decimal_text

FILE = "sections.json"
KINDS = ("text", "table")
TABLES = (
    "readiness",
    "findings",
    "gap",
    "swot",
    "vision_keywords",
    "attendance",
    "targets",
    "programmes",
    "roadmap",
    "commitments",
    "dimension_summary",
    "quick_wins",
)
BOOK_CODE, CHAPTER_NUMBER = 12, 8


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`value` is a decimal in plain notation."""

    label: str
    value: str
    unit: str
    year: int | None
    source_url: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """`order` counts from 1 within the chapter. `table` is a name of TABLES where `kind` is table, else None.
    `body` is None where there is no text."""

    code: str
    order: int
    title: str
    kind: str
    table: str | None
    body: Doc | None
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """`number` is empty for a preface or an annex."""

    number: str
    order: int
    title: str
    sections: tuple[SectionRow, ...]


@dataclass(frozen=True, slots=True)
class BookRow:
    code: str
    order: int
    title: str
    chapters: tuple[ChapterRow, ...]


def read_books(node: Node) -> tuple[tuple[BookRow, ...], dict[str, Any]]:
    """The books in order, and what no table needs."""
    file = node.fields("books", "version")
    nodes = file["books"].items()
    for key in ("code", "order"):
        refuse_repeated_nodes(nodes, key)
    refuse_repeated_nodes(_section_nodes(nodes), "code")
    books = sorted((_book(item) for item in nodes), key=lambda row: (row.order, row.code))
    return tuple(books), {key: file[key].plain() for key in file if key == "version"}


def _section_nodes(books: list[Node]) -> Iterator[Node]:
    for chapter in _inside(books, "chapters"):
        yield from _inside([chapter], "sections")


def _inside(nodes: list[Node], key: str) -> Iterator[Node]:
    """The members of list `key` of each; wrong shapes are reported where they are read."""
    for node in nodes:
        member = node.value.get(key) if isinstance(node.value, dict) else None
        if member and isinstance(member.value, list):
            yield from member.value


def _book(node: Node) -> BookRow:
    fields = node.fields("code order title chapters")
    chapters = fields["chapters"].items()
    refuse_repeated_nodes(chapters, "no")
    return BookRow(
        code=fields["code"].code(BOOK_CODE),
        order=read_order(fields),
        title=fields["title"].text(required=True),
        chapters=tuple(_chapter(item, order) for order, item in enumerate(chapters, start=1)),
    )


def _chapter(node: Node, order: int) -> ChapterRow:
    fields = node.fields("no title sections")
    sections = fields["sections"].items()
    return ChapterRow(
        number=fields["no"].text(CHAPTER_NUMBER),
        order=order,
        title=fields["title"].text(required=True),
        sections=tuple(_section(item, place) for place, item in enumerate(sections, start=1)),
    )


def _section(node: Node, order: int) -> SectionRow:
    fields = node.fields("code title kind", "table paragraphs figures")
    kind = fields["kind"].choice(KINDS)
    code = fields["code"].code()
    table, paragraphs, figures = fields["table"], _listed(fields["paragraphs"]), _listed(fields["figures"])
    if kind == "text" and table.value is not None:
        table.problem("bagian teks tidak memuat tabel; isi dengan null")
    if kind == "table" and (paragraphs or figures):
        node.problem("bagian tabel tidak memuat paragraphs atau figures")
    return SectionRow(
        code=code,
        order=order,
        title=fields["title"].text(required=True),
        kind=kind,
        table=table.choice(TABLES) if kind == "table" else None,
        body=_body(paragraphs, code),
        figures=tuple(_figure(item) for item in figures),
    )


def _listed(node: Node) -> list[Node]:
    return [] if node.value is None else node.items()


def _body(paragraphs: list[Node], code: str) -> Doc | None:
    texts = [node.text(values.PROSE, required=True) for node in paragraphs]
    try:
        return body_from_paragraphs([text for text in texts if text], code)
    except ValueError as refusal:
        paragraphs[0].problem(str(refusal))
        return None


def _figure(node: Node) -> FigureRow:
    fields = node.fields("label value", "unit year source_url")
    value = fields["value"].needed(fields["value"].number(), Decimal(0))
    return FigureRow(
        label=fields["label"].text(required=True),
        value=decimal_text(value),
        unit=fields["unit"].text(values.UNIT),
        year=fields["year"].year(),
        source_url=fields["source_url"].url(),
    )
