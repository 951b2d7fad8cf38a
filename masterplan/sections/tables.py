"""sections.json: the chapter trees of the books, their narrative and its figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lib.tables import values
from lib.tables.json_files import JsonFile, numbered
from lib.tables.schemas import ANY, NUMBER, ORDER, URL, choice, code, decimal, group, many, maybe, text, year
from lib.text.numbers import decimal_text
from masterplan.book.blocks import named
from masterplan.sections.body.schema import Doc
from masterplan.sections.body.text import body_from_paragraphs

FILE = "sections.json"
KINDS = ("text", "table")
WITHOUT_ROWS = ("readiness", "gap", "swot", "attendance")
"""Tables whose rows the portal does not collect yet."""
BOOK_CODE, CHAPTER_NUMBER = 12, 8
FIGURE = group(
    {"label": text(required=True), "value": NUMBER},
    {"unit": text(values.UNIT), "year": year(), "source_url": URL},
)
SECTION = group(
    {"code": code(), "title": text(required=True), "kind": choice(KINDS)},
    {
        "table": text() | {"enum": [*WITHOUT_ROWS, *named(), None]},
        "paragraphs": maybe(many(text(values.PROSE, required=True))),
        "figures": maybe(many(FIGURE)),
    },
)
CHAPTER = group({"no": text(CHAPTER_NUMBER), "title": text(required=True), "sections": many(SECTION)})
BOOK = group(
    {"code": code(BOOK_CODE), "order": ORDER, "title": text(required=True), "chapters": many(CHAPTER)}
)
SCHEMA = group({"books": many(BOOK)}, {"version": ANY})


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
    """`order` counts from 1 within the chapter. `table` names a table where `kind` is table, else None.
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


def read_books(file: JsonFile) -> tuple[tuple[BookRow, ...], dict[str, Any]]:
    """The books in order, and what no table needs."""
    items = file.items("books")
    for key in ("code", "order"):
        file.refuse_repeated(numbered("books", items, key))
    for path, book in numbered("books", items):
        file.refuse_repeated(numbered(f"{path}.chapters", book["chapters"], "no"))
    file.refuse_repeated((f"{path}.code", section["code"]) for path, section in _sections(items))
    for path, section in _sections(items):
        _check_kind(file, path, section)
    bodies = {section["code"]: _body(file, path, section) for path, section in _sections(items)}
    books = sorted((_book(item, bodies) for item in items), key=lambda row: (row.order, row.code))
    return tuple(books), {key: file.parts[key] for key in file.parts if key == "version"}


def _sections(books: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for book_path, book in numbered("books", books):
        for path, chapter in numbered(f"{book_path}.chapters", book["chapters"]):
            yield from numbered(f"{path}.sections", chapter["sections"])


def _check_kind(file: JsonFile, path: str, section: dict[str, Any]) -> None:
    is_table, table = section["kind"] == "table", section.get("table")
    if is_table and not table:
        file.problem(f"{path}.table", "wajib diisi")
    if table and not is_table:
        file.problem(f"{path}.table", "bagian teks tidak memuat tabel; isi dengan null")
    if is_table and (section.get("paragraphs") or section.get("figures")):
        file.problem(path, "bagian tabel tidak memuat paragraphs atau figures")


def _body(file: JsonFile, path: str, section: dict[str, Any]) -> Doc | None:
    try:
        return body_from_paragraphs(section.get("paragraphs") or [], section["code"])
    except ValueError as refusal:
        file.problem(f"{path}.paragraphs", str(refusal))
        return None


def _book(item: dict[str, Any], bodies: dict[str, Doc | None]) -> BookRow:
    chapters = tuple(
        ChapterRow(
            number=chapter["no"] or "",
            order=order,
            title=chapter["title"],
            sections=tuple(
                _section(part, at, bodies) for at, part in enumerate(chapter["sections"], start=1)
            ),
        )
        for order, chapter in enumerate(item["chapters"], start=1)
    )
    return BookRow(item["code"], item["order"], item["title"], chapters)


def _section(item: dict[str, Any], order: int, bodies: dict[str, Doc | None]) -> SectionRow:
    return SectionRow(
        code=item["code"],
        order=order,
        title=item["title"],
        kind=item["kind"],
        table=item.get("table") or None,
        body=bodies[item["code"]],
        figures=tuple(_figure(figure) for figure in item.get("figures") or ()),
    )


def _figure(item: dict[str, Any]) -> FigureRow:
    return FigureRow(
        label=item["label"],
        value=decimal_text(decimal(item["value"])),
        unit=item.get("unit") or "",
        year=item.get("year"),
        source_url=item.get("source_url") or "",
    )
