"""The forms in which a version can be had, one row each. Whatever orders, makes, lists, names or hands out a
file reads this register; a new form is a module that registers a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from lib.errors import Invalid
from lib.pdf.process import render as render_pdf
from masterplan.book.book import book_html
from masterplan.book.document import Edition

if TYPE_CHECKING:
    from masterplan.versions.models import Revision


class Rendered(Protocol):
    """A finished file. pages: None where the form has none; anchors: id of an element -> its page."""

    @property
    def content(self) -> bytes: ...
    @property
    def pages(self) -> int | None: ...
    @property
    def anchors(self) -> Mapping[str, int]: ...


Renderer = Callable[[Any], Rendered]


@dataclass(frozen=True)
class Plain:
    """A file without pages."""

    content: bytes
    pages: int | None = None
    anchors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """`compose` makes of a version and an edition what `render` turns into the file; the worker tells how far
    it is between the two. per_book: one book alone can be had too. at_once: handed out, never ordered."""

    code: str
    label: str
    media_type: str
    suffix: str
    compose: Callable[["Revision", Edition], Any]
    render: Renderer
    per_book: bool = True
    at_once: bool = False


FORMATS: dict[str, Format] = {}
"""By code, in the order of lists."""


def register(row: Format) -> Format:
    FORMATS[row.code] = row
    return row


def _stored(revision: "Revision", edition: Edition) -> str:
    return revision.content


PDF = register(
    Format(
        "pdf",
        "PDF",
        "application/pdf",
        "pdf",
        lambda revision, edition: book_html(revision.document, edition),
        lambda html: render_pdf(html),
    )
)
JSON = register(
    Format(
        "json",
        "JSON",
        "application/json",
        "json",
        _stored,
        lambda text: Plain(text.encode()),
        per_book=False,
        at_once=True,
    )
)
MAIN = PDF
"""What a final version has, and what pages mean by the book."""


def ordered() -> list[Format]:
    """The forms that a job makes."""
    return [row for row in FORMATS.values() if not row.at_once]


def choices() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in ordered()]


def require_format(code: str, book: str = "") -> Format:
    """The form of that code; Invalid where none can be ordered, or not of one book alone."""
    row = next((row for row in ordered() if row.code == code), None)
    if row is None:
        known = ", ".join(row.label for row in ordered())
        sentence = f"Bentuk berkas ini tidak dikenal. Yang ada: {known}."
        raise Invalid(sentence, {"format": sentence})
    if book and not row.per_book:
        sentence = f"{row.label} memuat seluruh versi, tidak satu buku saja."
        raise Invalid(sentence, {"book": sentence})
    return row
