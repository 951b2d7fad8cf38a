"""The tree of books, chapters and sections: where each text stands, what comes before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from lib.access import Actor
from masterplan.plan.models import Masterplan, letter
from masterplan.sections.body.schema import plain_text
from masterplan.sections.models import Book, Section, SectionState, is_live

TABLE = "table"  # the state of a live table: it follows the data and is never written
SHOWN_STATES = [*SectionState.choices, (TABLE, "tabel")]


PLACE = ("chapter__book__order", "chapter__order", "order")
ROW = (
    *("chapter__number", "pk", "code", "order", "title", "kind", "table", "is_ready"),
    *("assigned_opd__short_name", "assigned_opd_id"),
)


@dataclass(frozen=True)
class SectionRow:
    """`mark` is the section's place as the book prints it: III.F; `state` a SectionState, or TABLE."""

    pk: int
    code: str
    mark: str
    title: str
    state: str
    words: int
    office: str
    office_id: int | None

    @property
    def label(self) -> str:
        return f"{self.mark} {self.title}".strip()


@dataclass(frozen=True)
class ChapterRows:
    label: str
    rows: list[SectionRow]


@dataclass(frozen=True)
class BookRows:
    code: str
    label: str
    name: str
    chapters: list[ChapterRows]

    @property
    def rows(self) -> list[SectionRow]:
        return [row for chapter in self.chapters for row in chapter.rows]

    @property
    def counts(self) -> "Counts":
        return counts_of(self.rows)


@dataclass(frozen=True)
class Counts:
    sections: int
    empty: int
    writing: int
    ready: int
    tables: int
    words: int


def visible_sections(actor: Actor, *related: str) -> QuerySet[Section]:
    """The sections that `actor` may read, with chapter, book, plan, cycle and the `related` rows."""
    found: QuerySet[Section] = Section.objects.visible_to(actor)
    return found.select_related("chapter__book__masterplan__cycle", *related)


def tree(plan: Masterplan, actor: Actor) -> list[BookRows]:
    """All books in one query."""
    found = Section.objects.visible_to(actor).filter(chapter__book__masterplan=plan)
    rows = found.order_by(*PLACE).values_list(
        *("chapter__book__code", "chapter__book__title", "chapter__order", "chapter__title"),
        *ROW,
        "body",
    )
    books = []
    for position, ((code, title), in_book) in enumerate(groupby(rows, key=lambda row: row[:2]), start=1):
        label, name = book_label(title, position)
        chapters = [
            ChapterRows(chapter_label(number, heading), [_row(*row[4:]) for row in group])
            for (_, heading, number), group in groupby(in_book, key=lambda row: row[2:5])
        ]
        books.append(BookRows(code, label, name, chapters))
    return books


def _row(
    number: str,
    pk: int,
    code: str,
    order: int,
    title: str,
    kind: str,
    table: str,
    is_ready: bool,
    office: str | None,
    office_id: int | None,
    *body: Any,
) -> SectionRow:
    """Of the values of ROW; the text is counted where it was read."""
    text = plain_text(body[0]) if body else ""
    state: str = SectionState.READY if is_ready else SectionState.WRITING
    if is_live(kind, table):
        state = TABLE
    elif body and not text:
        state = SectionState.EMPTY
    return SectionRow(
        pk=pk,
        code=code,
        mark=mark_of(number, order),
        title=title,
        state=state,
        words=len(text.split()),
        office=office or "",
        office_id=office_id,
    )


def chapter_label(number: str, title: str) -> str:
    return f"BAB {number} {title}" if number else title


def mark_of(number: str, order: int) -> str:
    return f"{number}.{letter(order)}" if number else ""


def book_label(title: str, position: int) -> tuple[str, str]:
    """ "Buku 1 - Analisis Strategis" as label and name; a title without such a beginning gets its label."""
    return named_label(title) or (f"Buku {position}", title)


def named_label(title: str) -> tuple[str, str] | None:
    """The label a title brings along."""
    head, dash, name = title.replace("\N{EN DASH}", "-").partition("-")
    return (head.strip(), name.strip()) if dash and head.strip().lower().startswith("buku") else None


def _position(book: Book) -> int:
    before: int = Book.objects.filter(masterplan=book.masterplan_id, order__lt=book.order).count()
    return before + 1


def counts_of(rows: Iterable[SectionRow]) -> Counts:
    rows = list(rows)
    states = [row.state for row in rows]
    return Counts(
        sections=len(rows),
        empty=states.count(SectionState.EMPTY),
        writing=states.count(SectionState.WRITING),
        ready=states.count(SectionState.READY),
        tables=states.count(TABLE),
        words=sum(row.words for row in rows),
    )


def filtered(books: list[BookRows], state: str, offices: frozenset[int]) -> list[BookRows]:
    """Only sections in one state, or those assigned to an own office ("mine"); no empty chapters."""
    if not state:
        return books
    books_left = []
    for book in books:
        chapters = [
            ChapterRows(chapter.label, rows)
            for chapter in book.chapters
            if (rows := [row for row in chapter.rows if _fits(row, state, offices)])
        ]
        if chapters:
            books_left.append(BookRows(book.code, book.label, book.name, chapters))
    return books_left


def _fits(row: SectionRow, state: str, offices: frozenset[int]) -> bool:
    return row.office_id in offices if state == "mine" else row.state == state


@dataclass(frozen=True)
class Place:
    """The names of where a section stands."""

    book: str
    chapter: str
    label: str


def place_of(section: Section) -> Place:
    """For a page that shows this one section; its neighbours are not read."""
    chapter, book = section.chapter, section.chapter.book
    label, name = named_label(book.title) or book_label(book.title, _position(book))
    mark = mark_of(chapter.number, section.order)
    return Place(
        f"{label} {name}", chapter_label(chapter.number, chapter.title), f"{mark} {section.title}".strip()
    )


@dataclass(frozen=True)
class Surroundings:
    """Where a section stands in its book."""

    book: str
    chapter: str
    own: SectionRow
    siblings: list[SectionRow]
    before: SectionRow | None
    after: SectionRow | None


def surroundings(section: Section, actor: Actor) -> Surroundings:
    """The section's chapter, and its neighbours across chapters and books. One query to three."""
    chapter = section.chapter
    rows = Section.objects.visible_to(actor).filter(chapter__book__masterplan=chapter.book.masterplan_id)
    siblings = [_row(*row) for row in rows.filter(chapter=chapter).order_by("order").values_list(*ROW)]
    at = next(position for position, row in enumerate(siblings) if row.pk == section.pk)
    book, place = chapter.book.order, chapter.order
    before = Q(chapter__book__order__lt=book) | Q(chapter__book__order=book, chapter__order__lt=place)
    after = Q(chapter__book__order__gt=book) | Q(chapter__book__order=book, chapter__order__gt=place)
    names = place_of(section)
    return Surroundings(
        book=names.book,
        chapter=names.chapter,
        own=siblings[at],
        siblings=siblings,
        before=siblings[at - 1] if at else _nearest(rows.filter(before), "-"),
        after=siblings[at + 1] if at + 1 < len(siblings) else _nearest(rows.filter(after), ""),
    )


def _nearest(rows: QuerySet[Section], direction: str) -> SectionRow | None:
    row = rows.order_by(*(f"{direction}{name}" for name in PLACE)).values_list(*ROW).first()
    return _row(*row) if row else None
