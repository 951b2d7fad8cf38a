"""What is said of a frozen document. It never changes, so each answer is worked out once and kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from django.core.cache import caches

from masterplan.book.document import Document
from masterplan.book.measures import expected_amounts
from masterplan.book.reading import HOLDS, Place, Reading
from masterplan.book.totals import Total, total
from masterplan.versions.compare.document import Change, compare
from masterplan.versions.models import Revision

CACHE_SECONDS = 24 * 3600
T = TypeVar("T")


@dataclass(frozen=True)
class Overview:
    """A version in numbers, and where to read what each number counts."""

    findings: int
    unanswered: int
    programmes: int
    quick_wins: int
    sections: int
    written: int
    opds: int
    years: int
    money: Total
    size: int
    books: dict[str, str]
    tables: dict[str, Place]
    places: dict[str, Place]
    chapters: dict[str, str]
    first_chapter: str
    programme_names: dict[str, str]
    programme_leads: dict[str, str]

    @property
    def finding_address(self) -> str:
        return self._address("finding")

    @property
    def programme_address(self) -> str:
        return self._address("programme")

    @property
    def quick_win_address(self) -> str:
        return self._address("quick_win")

    def _address(self, kind: str) -> str:
        return self.tables[kind].address if kind in self.tables else ""

    def place(self, kind: str, code: str) -> Place | None:
        """Of a section by its code, of a programme or finding where its table stands."""
        if kind == "section":
            return self.places.get(code)
        table = self.tables.get(kind)
        return replace(table, anchor=f"{kind}-{code}") if table else None


def overview(revision: Revision) -> Overview:
    return _cached(f"overview:{revision.sha256}", lambda: _overview(revision))


def changes(before: Revision | None, after: Revision) -> list[Change]:
    """Since the version before; everything is new when there was none."""
    key = f"changes:{before.sha256 if before else ''}:{after.sha256}"
    return _cached(key, lambda: compare(before.document if before else None, after.document))


def _cached(key: str, make: Callable[[], T]) -> T:
    return cast(T, caches["local"].get_or_set(key, make, CACHE_SECONDS))


def _overview(revision: Revision) -> Overview:
    document = revision.document
    reading = Reading(document)
    sections = reading.planned.sections
    tables = {kind: place for kind in HOLDS if (place := reading.table(kind))}
    programmes = document["programmes"]
    return Overview(
        findings=len(document["findings"]),
        unanswered=sum(not row["answered_by"] and row["kind"] == "masalah" for row in document["findings"]),
        programmes=len(programmes),
        quick_wins=sum(row["quick_win"] for row in programmes),
        sections=len(sections),
        written=sum(section.written for section in sections),
        opds=len(document["opds"]),
        years=len(document["years"]),
        money=total(amount for row in programmes for amount in expected_amounts(row, document["years"])),
        size=len(revision.content.encode()),
        books={row["code"]: row["title"] for row in document["books"]},
        tables=tables,
        places=reading.places,
        chapters={
            chapter.key: f"{chapter.planned.book_label}, {chapter.label}" for chapter in reading.chapters
        },
        first_chapter=reading.first,
        programme_names={row["code"]: row["name"] for row in programmes},
        programme_leads=_leads(document),
    )


def _leads(document: Document) -> dict[str, str]:
    names = {row["code"]: row["short_name"] or row["official_name"] for row in document["opds"]}
    return {row["code"]: names.get(row["lead_opd"], row["lead_opd"]) for row in document["programmes"]}


def targets_of(seen: Overview) -> list[Any]:
    """Everything a remark can be about, by chapter, then the programmes."""
    chapters: dict[str, list[tuple[str, str]]] = {}
    for code, place in seen.places.items():
        chapters.setdefault(seen.chapters[place.chapter], []).append((f"section:{code}", place.label))
    named = [(f"programme:{code}", f"{code} {name}") for code, name in seen.programme_names.items()]
    return [("", "Pilih bagian atau program"), *chapters.items(), ("Program", named)]
