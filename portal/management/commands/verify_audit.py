"""Walks the audit chain and compares what is frozen or signed with it; exit 1: what does not hold."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from itertools import chain, islice

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lib.audit.inspection import Head, inspect
from masterplan.versions.models import Revision
from portal.integrity.append_only import missing_triggers
from portal.integrity.comparison import damaged_files, differences

# Differences that are named at once.
SHOWN = 10
HEAD = re.compile(r"(?:(\d+):)?([0-9a-f]{64})$")


class Command(BaseCommand):
    help = (
        "Walks the audit chain, then compares frozen documents, letters, signatures and names of files with"
        " the hashes in it. Exit 0: count and head; exit 1: the first entry or rows that do not hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=parse_head,
            metavar="NUMBER:HASH",
            help="a head kept elsewhere, as this command printed it; also the bare hash a book prints",
        )
        parser.add_argument("--files", action="store_true", help="also read every stored file")

    def handle(self, *args: object, head: list[Head], files: bool, **options: object) -> None:
        report = inspect([*head, *printed_heads()], allow_backdated=settings.PORTAL_MODE == "demo")
        if report.fault:
            raise CommandError(f"Jejak audit tidak utuh ({report.fault.kind.label}). {report.fault.words}")
        if found := list(islice(chain(differences(), damaged_files() if files else ()), SHOWN)):
            lines = "\n".join(f"- {words}" for words in found)
            raise CommandError(f"Jejak audit utuh, tetapi isi tabel tidak sesuai dengannya:\n{lines}")
        if tables := missing_triggers():
            raise CommandError(f"Jejak audit utuh, tetapi pemicu tabel ini hilang: {', '.join(tables)}")
        self.stdout.write(
            f"Jejak audit utuh: {report.count} mata rantai, {report.unsealed} kejadian menunggu segel."
        )
        if report.backdated:
            self.stdout.write(
                f"{report.backdated} kejadian bercerita tentang hari yang lebih awal (data ilustrasi)."
            )
        self.stdout.write(f"Ujung {report.count}:{report.head}")


def parse_head(text: str) -> Head:
    found = HEAD.match("".join(text.split()).lower())
    if found is None:
        raise ArgumentTypeError("NUMBER:HASH, or the 64 characters of the hash alone.")
    number, sha256 = found.groups()
    return Head(sha256, f"pada {text}", int(number) if number else None)


def printed_heads() -> Iterator[Head]:
    """What the books say: each version names the link of its freezing."""
    rows = Revision.objects.exclude(chain_head="").order_by("frozen_at", "pk")
    for pk, sha256, label, slug in rows.values_list("pk", "chain_head", "label", "masterplan__slug"):
        yield Head(sha256, f"pada versi {label} ({slug})", about=(Revision._meta.label_lower, str(pk)))
