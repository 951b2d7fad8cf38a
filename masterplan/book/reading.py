"""A frozen document as pages to read on a screen: contents, chapters, and where each thing stands.

Numbers and tables are those of the printed book (numbering.plan), so that a page and the book say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lib.tables.neutral import Table
from masterplan.book.document import Document, Row
from masterplan.book.figures import figures_table
from masterplan.book.numbering import PlannedChapter, PlannedSection, plan
from masterplan.book.prose import ProseBlock, prose

WITHOUT_COMMITMENTS: Mapping[str, Any] = {"book": None, "commitments": (), "verify_url": ""}
"""Promises follow a version and are not frozen with it: the page points at their board instead."""
HOLDS = {"finding": "findings", "programme": "programmes", "quick_win": "quick_wins"}
WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class ReadSection:
    planned: PlannedSection
    prose: tuple[ProseBlock, ...]
    figures: Table | None
    programmes: tuple[tuple[str, str], ...]
    """Code and name of the programmes its table shows: what a remark can be about besides the section."""

    @property
    def label(self) -> str:
        return f"{self.planned.letter} {self.planned.title}".strip()


@dataclass(frozen=True)
class ReadChapter:
    """`key` is the chapter in addresses: code of the book, position in it."""

    key: str
    planned: PlannedChapter

    @property
    def label(self) -> str:
        return f"{self.planned.label} {self.planned.title}".strip()

    @property
    def over(self) -> str:
        return f"{self.planned.book_label} {self.planned.book_name}".strip()


@dataclass(frozen=True)
class Place:
    """Where to read about something: a chapter, and the element in its page."""

    chapter: str
    anchor: str
    label: str

    @property
    def address(self) -> str:
        return f"?bab={self.chapter}#{self.anchor}"


class Reading:
    """The reading pages of one frozen document; `only` names the one chapter whose tables are wanted."""

    def __init__(self, content: Document, only: str = "") -> None:
        self.content = content
        self.planned = plan(_pruned(content, only) if only else content, WITHOUT_COMMITMENTS)

    @cached_property
    def chapters(self) -> tuple[ReadChapter, ...]:
        return tuple(self._chapters())

    def _chapters(self) -> Iterator[ReadChapter]:
        codes = [book["code"] for book in self.content["books"]]
        for position, (code, book) in enumerate(zip(codes, self.planned.books, strict=True)):
            chapters = (*self.planned.front, *book.chapters) if position == 0 else book.chapters
            for number, chapter in enumerate(chapters, start=1):
                yield ReadChapter(f"{code}-{number}", chapter)

    @property
    def first(self) -> str:
        """The first chapter that has something to read, else the first; empty when there is none."""
        written = (chapter.key for chapter in self.chapters if chapter.planned.written)
        return next(written, self.chapters[0].key if self.chapters else "")

    def chapter(self, key: str) -> ReadChapter:
        """The chapter of an existing key."""
        return next(chapter for chapter in self.chapters if chapter.key == key)

    def sections(self, chapter: ReadChapter) -> tuple[ReadSection, ...]:
        return tuple(self._section(planned) for planned in chapter.planned.sections)

    def _section(self, planned: PlannedSection) -> ReadSection:
        kind = planned.table
        shown = [row for row in self.content["programmes"] if row["quick_win"] or kind == "programmes"]
        named = tuple((row["code"], row["name"]) for row in shown if kind in ("programmes", "quick_wins"))
        return ReadSection(planned, prose(planned.body), figures_table(planned.figures), named)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Of every section, by its code."""
        found: dict[str, Place] = {}
        for chapter in self.chapters:
            for section in chapter.planned.sections:
                number = (
                    f"{chapter.planned.label}.{section.letter}".rstrip(".") if chapter.planned.roman else ""
                )
                label = f"{number or section.letter} {section.title}".strip()
                found[section.code] = Place(chapter.key, section.anchor, label)
        return found

    def table(self, kind: str) -> Place | None:
        """The first section that lists things of this kind."""
        for section in self.planned.sections:
            if section.table == HOLDS[kind]:
                return self.places[section.code]
        return None


def chapter_of(books: Sequence[Row], code: str) -> str:
    """The key of the chapter a section stands in; empty for a section the books do not hold."""
    for key, chapter in _chapters_of(books):
        if any(section["code"] == code for section in chapter["sections"]):
            return key
    return ""


def tables_in(books: Sequence[Row], key: str) -> list[str]:
    """The tables of one chapter."""
    sections = [
        section for own, chapter in _chapters_of(books) if own == key for section in chapter["sections"]
    ]
    return [section["table"] for section in sections if section["table"]]


def _chapters_of(books: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    for book in books:
        for number, chapter in enumerate(book["chapters"], start=1):
            yield f"{book['code']}-{number}", chapter


def _pruned(content: Document, only: str) -> Document:
    """The same chapters and sections, with tables in one chapter alone: they are what costs time."""

    def chapter(key: str, row: Row) -> Row:
        if key == only:
            return row
        return {**row, "sections": [{**section, "kind": "text"} for section in row["sections"]]}

    books = [
        {
            **book,
            "chapters": [chapter(f"{book['code']}-{n}", row) for n, row in enumerate(book["chapters"], 1)],
        }
        for book in content["books"]
    ]
    return {**content, "books": books}


def minutes(sections: tuple[ReadSection, ...]) -> tuple[int, int]:
    """Words of the prose, and minutes to read them."""
    words = sum(len(run.text.split()) for section in sections for run in _runs(section))
    return words, max(1, round(words / WORDS_A_MINUTE)) if words else 0


def _runs(section: ReadSection) -> Iterator[Any]:
    for block in section.prose:
        yield from block.runs
        for item in block.items:
            yield from item.runs
