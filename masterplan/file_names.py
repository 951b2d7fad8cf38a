"""Names of the files of a version, the same on the pages and in the API."""

from masterplan.models import Export, Revision


def file_name(revision: Revision, suffix: str, extension: str) -> str:
    """masterplan-bekasi-2022-v0.3-b1.pdf: letters that every file system takes."""
    parts = ["masterplan", revision.masterplan.slug, revision.label, suffix]
    kept = "-".join(part for part in parts if part)
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in kept) + f".{extension}"


def export_name(export: Export) -> str:
    return file_name(export.revision, "final" if export.is_final else export.book.lower(), "pdf")
