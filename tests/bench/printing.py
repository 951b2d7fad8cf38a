"""`python -m tests.bench.printing PLAN`: the whole book of the version in force, in this process; prints JSON."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from commitments.services.books import edition_of  # noqa: E402 -- the settings come first
from masterplan.enums import RevisionState  # noqa: E402
from masterplan.exports.book import book_html  # noqa: E402
from masterplan.models import Revision  # noqa: E402
from pdf.assets import print_assets  # noqa: E402
from pdf.rendering import render  # noqa: E402
from tests.bench import procfs  # noqa: E402


def main(slug: str) -> None:
    revision = Revision.objects.select_related("masterplan__cycle").get(
        masterplan__slug=slug, state=RevisionState.APPROVED
    )
    edition = edition_of(revision)
    began = time.process_time()
    html = book_html(revision.document, edition)
    composed = time.process_time()
    rendered = render(html, assets=print_assets())
    done = time.process_time()
    figures = {
        "html_s": composed - began,
        "pdf_s": done - composed,
        "html_kb": len(html.encode()) / 1024,
        "pdf_kb": len(rendered.content) / 1024,
        "pages": rendered.pages,
        "peak_mb": procfs.peak_mb(),
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
