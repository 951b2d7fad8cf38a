"""Where a programme or section stands in the living text and on the pages of the newest finished book."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Func, Q

from masterplan.enums import SectionKind
from masterplan.models import Export, Programme, Section
from opd.authorization import Actor


@dataclass(frozen=True)
class Place:
    """A part of the book that holds the programme; `page` is empty until it is printed."""

    pk: int | None
    label: str
    page: str


class Mentions(Func):
    """Whether one of the names stands in a JSON column, in whatever case its letters from A to Z are written.

    PostgreSQL is asked for all names at once: it would turn the same JSON into text again for each of them.
    """

    output_field = BooleanField()

    def __init__(self, column: str, names: tuple[str, ...]) -> None:
        super().__init__(column)
        self.names = names

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        body, given = compiler.compile(self.source_expressions[0])
        one = f"{body} LIKE %s ESCAPE '\\'"
        named = [value for pattern in self._patterns(connection) for value in (*given, pattern)]
        return f"({' OR '.join([one] * len(self.names))})", named

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        body, given = compiler.compile(self.source_expressions[0])
        upper = [pattern.encode().upper().decode() for pattern in self._patterns(connection)]
        return f'UPPER(({body})::text COLLATE "C") LIKE ANY (%s)', [*given, upper]

    def _patterns(self, connection: Any) -> list[str]:
        """As JSON writes them: PostgreSQL keeps every letter, SQLite has the text that Python stored."""
        is_ascii = connection.vendor != "postgresql"
        written = (json.dumps(name, ensure_ascii=is_ascii)[1:-1] for name in self.names)
        return [f"%{connection.ops.prep_for_like_query(name)}%" for name in written]


def places_of(programme: Programme, actor: Actor) -> tuple[list[Place], str]:
    """Sections that hold the programme with their pages in the newest finished book the reader may see."""
    key = f"programme-{programme.code}"
    pages, label = _newest(programme.masterplan_id, key, actor)
    sections = _sections(programme, actor)
    places = [Place(s.pk, _label(s), _page(pages, f"section-{s.code}", key, s.table)) for s in sections]
    if key in pages and "programmes" not in {section.table for section in sections}:
        places.append(Place(None, "Matriks program", str(pages[key])))
    return places, label


def page_of(section: Section, actor: Actor) -> tuple[str, str]:
    """The page of a section in the newest finished book the reader may see, and that book's version."""
    key = f"section-{section.code}"
    pages, label = _newest(section.masterplan.pk, key, actor)
    return (str(pages[key]), label) if label else ("", "")


def _newest(plan_id: int, key: str, actor: Actor) -> tuple[dict[str, int], str]:
    """The page map of the newest book that holds the key, and its version; empty when there is none."""
    books = Export.objects.visible_to(actor).filter(revision__masterplan_id=plan_id, page_map__has_key=key)
    found = books.order_by("-revision__number", "-pk").values_list("page_map", "revision__label").first()
    return found or ({}, "")


def _sections(programme: Programme, actor: Actor) -> list[Section]:
    """Texts that name it by code or name, and the live tables that list every programme."""
    tables = ["programmes", "roadmap", *(["quick_wins"] if programme.quick_win else [])]
    names = tuple(name for name in (programme.code, programme.name, programme.short_name) if name)
    return list(
        Section.objects.visible_to(actor)
        .filter(chapter__book__masterplan_id=programme.masterplan_id)
        .filter(Q(kind=SectionKind.TABLE, table__in=tables) | Mentions("body", names))
        .select_related("chapter__book")
        .defer("body", "figures")
        .order_by("chapter__book__order", "chapter__order", "order")
    )


def _label(section: Section) -> str:
    """Buku 2, BAB III.F Smart Environment."""
    book = section.chapter.book.title.replace("\N{EN DASH}", "-").partition(" - ")[0]
    number = section.chapter.number
    chapter = f"BAB {number}.{section.letter}" if number else section.chapter.title
    return f"{book}, {chapter} {section.title}"


def _page(pages: dict[str, int], section: str, programme: str, table: str) -> str:
    """Where the section begins; in the matrix, which is long, where the programme itself stands."""
    found = pages.get(programme) if table == "programmes" and section in pages else pages.get(section)
    return "" if found is None else str(found)
