"""`python -m qa.bench.child printing PLAN`: makes the book of the version in force; prints JSON."""

import json
import resource
import sys
import time

from commitments.decisions.services import edition_of
from lib.pdf.process import render
from masterplan.book.book import book_html
from masterplan.versions.models import Revision, RevisionState


def main(slug: str) -> None:
    revision = Revision.objects.select_related("masterplan__cycle").get(
        masterplan__slug=slug, state=RevisionState.APPROVED
    )
    edition = edition_of(revision)
    began = time.process_time()
    html = book_html(revision.document, edition)
    composed = time.process_time()
    rendered = render(html)
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "html_s": composed - began,
        "pdf_s": child.ru_utime + child.ru_stime,
        "html_kb": len(html.encode()) / 1024,
        "pdf_kb": len(rendered.content) / 1024,
        "pages": rendered.pages,
        "peak_mb": child.ru_maxrss / 1024,
    }
    sys.stdout.write(json.dumps(figures))
