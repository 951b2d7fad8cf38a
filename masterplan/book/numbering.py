"""What stands where in an edition: chapters, letters, table numbers and the places references point at.

Decided once for the whole edition, so that every chapter can be rendered by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.tables.neutral import Table
from lib.text.formats import from_roman
from masterplan.book.block import Block, EmptyBlock
from masterplan.book.blocks import SHORT_ROADMAP, block
from masterplan.book.document import Document, Edition, Row


@dataclass(frozen=True)
class Caption:
    """Tabel 1.4.1: book, chapter, position. anchor is the id the lists of tables point at."""

    label: str
    title: str
    anchor: str
    picture: bool = False


@dataclass(frozen=True)
class NumberedTable:
    table: Table
    caption: Caption


@dataclass(frozen=True)
class PlannedSection:
    """table: the name of what it shows, empty for text. anchored: rows carry the id of their finding or
    programme; only the first table of an edition does."""

    code: str
    letter: str
    title: str
    anchor: str
    body: Row | None
    figures: Sequence[Row]
    table: str
    block: Block | None
    captions: tuple[Caption, ...]
    pictures: tuple[Caption, ...]
    anchored: bool

    @property
    def landscape(self) -> bool:
        return self.block is not None and self.block.is_wide

    @property
    def written(self) -> bool:
        has_table = self.block is not None and not isinstance(self.block, EmptyBlock)
        return bool(self.body or self.figures or has_table)

    @property
    def figures_caption(self) -> Caption | None:
        return self.captions[0] if self.figures else None

    @property
    def tables(self) -> tuple[NumberedTable, ...]:
        """The tables of the block, each under its caption."""
        captions = self.captions[1:] if self.figures else self.captions
        tables = self.block.tables if self.block else ()
        return tuple(NumberedTable(*pair) for pair in zip(tables, captions, strict=True))


@dataclass(frozen=True)
class PlannedChapter:
    """roman is empty for a chapter without number, which has no opener."""

    roman: str
    title: str
    anchor: str
    book_label: str
    book_name: str
    siblings: tuple[str, ...]
    sections: tuple[PlannedSection, ...]

    @property
    def label(self) -> str:
        return f"BAB {self.roman}" if self.roman else ""

    @property
    def running(self) -> str:
        return f"{self.label}  {self.title}".strip()

    @property
    def written(self) -> bool:
        return any(section.written for section in self.sections)


@dataclass(frozen=True)
class PlannedBook:
    code: str
    label: str
    name: str
    chapters: tuple[PlannedChapter, ...]


@dataclass(frozen=True)
class PlannedAnnex:
    kind: str
    label: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Plan:
    """front: chapters without number that open the first book and stand before the contents."""

    front: tuple[PlannedChapter, ...]
    books: tuple[PlannedBook, ...]
    annexes: tuple[PlannedAnnex, ...]
    anchors: frozenset[str] = field(default_factory=frozenset)

    @property
    def captions(self) -> tuple[Caption, ...]:
        chapters = (*self.front, *(chapter for book in self.books for chapter in book.chapters))
        return tuple(
            caption
            for chapter in chapters
            for section in chapter.sections
            for caption in (*section.pictures, *section.captions)
        )

    @property
    def sections(self) -> tuple[PlannedSection, ...]:
        chapters = (*self.front, *(chapter for book in self.books for chapter in book.chapters))
        return tuple(section for chapter in chapters for section in chapter.sections)


ANNEXES = (
    ("thread", "Benang merah", "lamp-1"),
    ("commitments", "Daftar komitmen perangkat daerah", "lamp-2"),
    ("programmes", "Daftar program", "lamp-3"),
    ("glossary", "Daftar istilah", "lamp-4"),
)


def plan(content: Document, edition: Edition) -> Plan:
    """The order of an edition: all books with the annexes, or one book by itself."""
    planner = _Planner(content, edition)
    books = [
        planner.book(number, row)
        for number, row in enumerate(content["books"], start=1)
        if edition["book"] in (None, row["code"])
    ]
    front: tuple[PlannedChapter, ...] = ()
    if books:
        front, rest = _split_front(books[0])
        books[0] = rest
    annexes = tuple(
        PlannedAnnex(kind, f"Lampiran {number}", title, anchor)
        for number, (kind, title, anchor) in enumerate(ANNEXES, start=1)
        if edition["book"] is None
    )
    return Plan(front, tuple(books), annexes, frozenset(planner.taken))


def _split_front(book: PlannedBook) -> tuple[tuple[PlannedChapter, ...], PlannedBook]:
    count = 0
    while count < len(book.chapters) and not book.chapters[count].roman:
        count += 1
    return book.chapters[:count], PlannedBook(book.code, book.label, book.name, book.chapters[count:])


class _Planner:
    """Goes through the sections in reading order and remembers which tables were already shown."""

    def __init__(self, content: Document, edition: Edition) -> None:
        self.content = content
        self.edition = edition
        self.taken: set[str] = set()
        self.full_roadmap = next(
            (section["code"] for section in self._sections() if section["table"] == "roadmap"), None
        )

    def _sections(self) -> Iterable[Any]:
        for book in self.content["books"]:
            for chapter in book["chapters"]:
                yield from chapter["sections"]

    def book(self, number: int, row: Row) -> PlannedBook:
        label, name = book_title(row["title"], number)
        siblings = tuple(chapter["number"] for chapter in row["chapters"] if chapter["number"])
        chapters = tuple(
            self.chapter(number, position, chapter, (label, name), siblings)
            for position, chapter in enumerate(row["chapters"], start=1)
        )
        return PlannedBook(row["code"], label, name, chapters)

    def chapter(
        self, book: int, position: int, row: Row, title: tuple[str, str], siblings: tuple[str, ...]
    ) -> PlannedChapter:
        number = str(from_roman(row["number"]) or position) if row["number"] else ("0", "L")[position > 1]
        prefix = f"{book}.{number}"
        counters = {"Tabel": 0, "Gambar": 0}
        sections = tuple(self.section(prefix, counters, section) for section in row["sections"])
        return PlannedChapter(
            row["number"],
            row["title"],
            f"bab-{prefix.replace('.', '-').lower()}",
            title[0],
            title[1],
            siblings,
            sections,
        )

    def section(self, prefix: str, counters: dict[str, int], row: Row) -> PlannedSection:
        table = self._table(row)
        made = self._block(row, table) if table is not None else None
        titles = [f"Angka kunci: {row['title']}"] if row["figures"] else []
        titles += made.captions if made else ()
        anchored = made is not None and made.has_anchors and table not in self.taken
        if anchored:
            self.taken.add(table or "")
        return PlannedSection(
            code=row["code"],
            letter=f"{row['letter']}." if row["letter"] else "",
            title=row["title"],
            anchor=f"section-{row['code']}",
            body=row["body"],
            figures=row["figures"],
            table="" if made is None or isinstance(made, EmptyBlock) else table or "",
            block=made,
            captions=tuple(_caption(prefix, counters, "Tabel", title) for title in titles),
            pictures=tuple(
                _caption(prefix, counters, "Gambar", title) for title in (made.pictures if made else ())
            ),
            anchored=anchored,
        )

    def _table(self, row: Row) -> str | None:
        """The name of the table; the pictures stand in the first roadmap, a later one is the short form."""
        if row["kind"] != "table":
            return None
        is_short = row["table"] == "roadmap" and row["code"] != self.full_roadmap
        return SHORT_ROADMAP if is_short else row["table"] or ""

    def _block(self, row: Row, table: str) -> Block | None:
        made = block(
            self.content,
            table,
            commitments=self.edition["commitments"],
            verify_base=verify_base(self.edition),
        )
        # A table whose rows nobody collects yet may carry text in their place.
        return None if isinstance(made, EmptyBlock) and row["body"] else made


def _caption(prefix: str, counters: dict[str, int], word: str, title: str) -> Caption:
    counters[word] += 1
    number = f"{prefix}.{counters[word]}"
    anchor = f"{word.lower()}-{number.replace('.', '-').lower()}"
    return Caption(f"{word} {number}", title, anchor, picture=word == "Gambar")


def book_title(title: str, number: int) -> tuple[str, str]:
    """Label and name of "Buku 1 - Analisis Strategis"; a title without such a beginning gets its label."""
    head, dash, name = title.replace("–", "-").partition("-")
    if dash and head.strip().lower().startswith("buku"):
        return head.strip(), name.strip()
    return f"Buku {number}", title


def verify_base(edition: Edition) -> str:
    """The address a code is looked up on: the edition's own address without its code."""
    return str(edition["verify_url"]).rpartition("/")[0] + "/" if edition["verify_url"] else ""
