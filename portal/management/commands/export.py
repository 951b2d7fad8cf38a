"""Write one frozen version as a file: at once, without a broker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commitments.decisions.services import edition_of
from lib.errors import DomainError
from lib.files import storage
from lib.pdf.errors import RenderRefused, RenderStopped
from masterplan.versions.files.formats import FORMATS, MAIN, Format
from masterplan.versions.files.models import Export
from masterplan.versions.files.services import composed, require_content
from masterplan.versions.models import Revision


class Command(BaseCommand):
    help = "Write a frozen version as a file; json is the canonical one whose SHA-256 freeze printed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--revision", type=int, required=True, metavar="N")
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--book", default="", metavar="CODE", help="only this book")

    def handle(self, *args: Any, **options: Any) -> None:
        form = FORMATS[options["format"]]
        if options["book"] and not form.per_book:
            raise CommandError(f"--book tidak berlaku: {form.label} selalu memuat seluruh versi.")
        revision = find(options["slug"], options["revision"])
        content = book(revision, form, options["book"])
        write(options["out"], content)
        self.stdout.write(f"{options['out']}: {len(content)} bita, versi {revision.label}")


def find(slug: str, number: int) -> Revision:
    revisions = Revision.objects.filter(masterplan__slug=slug).select_related("masterplan__cycle")
    revision: Revision | None = revisions.filter(number=number).first()
    if revision is None:
        known = ", ".join(
            str(known) for known in revisions.order_by("number").values_list("number", flat=True)
        )
        hint = f"Nomor yang ada: {known}." if known else "Belum ada versi beku dengan nama pendek itu."
        raise CommandError(f"Versi {number} dari {slug} tidak ditemukan. {hint}")
    return revision


def book(revision: Revision, form: Format, code: str) -> bytes:
    """The final book is made once: what is stored, else what its job would store."""
    final = (
        Export.objects.filter(revision=revision, is_final=True).first() if form is MAIN and not code else None
    )
    try:
        if final and final.is_ready:
            return storage.get(final.sha256)
        if not form.at_once:
            require_content(revision.document, code)
        pages = composed(final) if final else form.compose(revision, edition_of(revision, book=code))
        return form.render(pages).content
    except (DomainError, RenderRefused, RenderStopped) as reason:
        raise CommandError(str(reason)) from reason


def write(target: Path, content: bytes) -> None:
    """Never a half file under the name that was asked for."""
    half = target.with_name(f".{target.name}.new")
    try:
        half.write_bytes(content)
        half.replace(target)
    except OSError as reason:
        raise CommandError(f"{target} tidak dapat ditulis: {reason.strerror}.") from reason
