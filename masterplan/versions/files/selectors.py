"""Names of the files of a version, the same on the pages and in the API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from masterplan.versions.files.formats import MAIN, Format, ordered
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision


def file_name(revision: Revision, suffix: str, extension: str) -> str:
    """masterplan-bekasi-2022-v0.3-b1.pdf: letters that every file system takes."""
    parts = ["masterplan", revision.masterplan.slug, revision.label, suffix]
    name = "-".join(part for part in parts if part)
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name) + f".{extension}"


def export_name(export: Export) -> str:
    part = "final" if export.is_final else export.book.lower()
    return file_name(export.revision, part, export.form.suffix)


def _whole_books(revisions: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Ready ones, the newest and the final one last."""
    ready = Export.objects.filter(revision__in=revisions, format=MAIN.code, book="").exclude(sha256="")
    return ready.order_by("is_final", "pk").values_list("pk", "revision_id")


@dataclass(frozen=True)
class BookFile:
    """A book of a version in one form: the newest order, and the last file that is ready."""

    form: Format
    code: str
    title: str
    newest: Export | None
    ready: Export | None

    @property
    def earlier(self) -> Export | None:
        """The last file that is ready, while a newer one is not."""
        return self.ready if self.newest and self.ready and self.ready.pk != self.newest.pk else None


def book_files(revision: Revision, titles: Mapping[str, str]) -> list[BookFile]:
    """Form by form: all books together first, then each by itself; a final book stands alone. One query."""
    exports = exports_of(revision)
    final = [export for export in exports if export.is_final]
    drafts = [export for export in exports if not export.is_final]
    names = {"": "Semua buku", **titles}
    mark = ", draf" if final else ""
    files = [
        _book_file(form, code, f"{title}{mark}", drafts)
        for form in ordered()
        for code, title in names.items()
        if form.per_book or not code
    ]
    if not final:
        return files
    return [_book_file(MAIN, "", "Buku final", final), *[row for row in files if row.ready]]


def exports_of(revision: Revision) -> list[Export]:
    """Every order of a book of this version, newest first. One query."""
    exports = list(
        Export.objects.filter(revision=revision)
        .select_related("job")
        .defer("edition", "page_map")
        .order_by("-pk")
    )
    for export in exports:
        export.revision = revision
    return exports


def _book_file(form: Format, code: str, title: str, exports: list[Export]) -> BookFile:
    own = [export for export in exports if (export.format, export.book) == (form.code, code)]
    ready = next((export for export in own if export.is_ready), None)
    return BookFile(form, code, title, own[0] if own else None, ready)


def ready_before(export: Export) -> Export | None:
    """The last file of the same book and form that is ready, while this one is not."""
    same = Export.objects.filter(
        revision=export.revision_id, format=export.format, book=export.book, pk__lt=export.pk
    )
    found: Export | None = None if export.is_ready else same.exclude(sha256="").order_by("-pk").first()
    return found


def newest_book(revision: Revision) -> Export | None:
    """The whole book that can be downloaded now; the final one when there is one."""
    ready = Export.objects.filter(revision=revision, format=MAIN.code, book="").exclude(sha256="")
    found: Export | None = ready.defer("edition").order_by("-is_final", "-pk").first()
    return found
