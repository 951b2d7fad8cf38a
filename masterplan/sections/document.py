"""Books, chapters and sections in the compiled document."""

import json
from itertools import groupby
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from lib.documents import Compared, Json, Part
from lib.text.canonical import plain
from masterplan.plan.models import Masterplan, letter
from masterplan.sections.models import Book

LABELS = {
    "letter": "urutan",
    "title": "judul",
    "kind": "jenis",
    "table": "tabel",
    "body": "teks",
    "figures": "angka kunci",
    "ready": "tanda siap",
}


def books(plan: Masterplan) -> list[Json]:
    """One query."""
    made = books_without_text(plan, body=Cast("chapters__sections__body", TextField()))
    for section in sections_of(made).values():
        section["body"] = _body(section["body"])
    return made


def books_without_text(plan: Masterplan, **body: Any) -> list[Json]:
    """The same with `body: None` in every section: the texts are most of a plan. One query."""
    rows = (
        Book.objects.filter(masterplan=plan)
        .annotate(**body)
        .order_by("order", "code", "chapters__order", "chapters__sections__order")
        .values_list(
            *("code", "title", "chapters__order", "chapters__number", "chapters__title"),
            *("chapters__sections__code", "chapters__sections__order", "chapters__sections__title"),
            *("chapters__sections__kind", "chapters__sections__table", "chapters__sections__figures"),
            *("chapters__sections__is_ready", *body),
        )
    )
    made = []
    for (code, title), in_book in groupby(rows, key=lambda row: row[:2]):
        chapters = [
            {
                "number": number,
                "title": name,
                "sections": [_section(*row[5:]) for row in group if row[5] is not None],
            }
            for (order, number, name), group in groupby(in_book, key=lambda row: row[2:5])
            if order is not None
        ]
        made.append({"code": code, "title": title, "chapters": chapters})
    cleaned: list[Json] = plain(made)
    return cleaned


def _section(
    code: str,
    order: int,
    title: str,
    kind: str,
    table: str,
    figures: list[Json] | None,
    ready: bool,
    body: str | None = None,
) -> Json:
    return {
        "code": code,
        "letter": letter(order),
        "title": title,
        "kind": kind,
        "table": table or None,
        "body": body,
        "figures": figures or [],
        "ready": ready,
    }


def _body(stored: str | None) -> Json | None:
    """`stored` went through `plain` as one text; what it hides behind escapes is looked at here."""
    body: Json | None = json.loads(stored, parse_float=_no_float) if stored else None
    return (plain(body) if "\\u" in (stored or "") else body) or None


def _no_float(text: str) -> None:
    raise TypeError(f"a float has no place in a frozen document: {text}")


def sections_of(books: list[Json]) -> dict[str, Json]:
    """Every section by its code, in the order of the books."""
    return {
        section["code"]: section
        for book in books
        for chapter in book["chapters"]
        for section in chapter["sections"]
    }


BOOKS = Part("books", "plan", books, Compared("section", "title", LABELS, sections_of))
