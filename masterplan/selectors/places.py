"""Where a programme or section stands in the living text and on the pages of the newest finished book."""

from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from masterplan.enums import SectionKind
from masterplan.models import Export, Programme, Section
from opd.authorization import Actor


@dataclass(frozen=True)
class Place:
    """A part of the book that holds the programme; `page` is empty until it is printed."""

    pk: int | None
    label: str
    page: str


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
    named = Q(kind=SectionKind.TABLE, table__in=tables)
    for name in {programme.code, programme.name, programme.short_name} - {""}:
        named |= Q(text__icontains=name)
    return list(
        Section.objects.visible_to(actor)
        .filter(chapter__book__masterplan_id=programme.masterplan_id)
        .annotate(text=Cast("body", TextField()))
        .filter(named)
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
