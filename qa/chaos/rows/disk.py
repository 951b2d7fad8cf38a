"""The disk on which files are kept is full: nothing half, nothing false, and a sentence for people."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from qa.chaos import work
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import Visitor, hidden

SCAN_BYTES = 300_000
LEFT_BYTES = 8_192
SENTENCE = "Ruang penyimpanan portal"


def full(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("no room for files: a scan, and letters", n)
    if not portal.has_own_disk:
        seen.note("left out: only root may mount a small disk")
        return seen
    editor = portal.visitor("editor")
    for number in range(n):
        work.settle(portal)
        address, form = agreement(editor, number)
        scan = ("scan", "nota.pdf", paper(SCAN_BYTES))
        sha256 = hashlib.sha256(scan[2]).hexdigest()
        before = _cached(portal)
        with filled(portal):
            refused = editor.upload(address, form, scan)
            letters = work.order_letters(portal, 2)
            work.wait_for(portal, letters, 120)
            left = _cached(portal)
        named = portal.rows(f"SELECT count(*) FROM commitments_agreement WHERE scan_sha256 = '{sha256}'")[0][
            0
        ]
        seen.demand(
            refused.status in (503, 507) and SENTENCE in refused.text, f"the scan: {refused.status}, in words"
        )
        seen.demand(not named, "no row")
        seen.demand(left <= before, f"{len(left - before)} new files, whole or half")
        told = {error for (error,) in portal.rows(f"SELECT error FROM jobs_job WHERE id IN {_in(letters)}")}
        seen.demand(all(SENTENCE in error for error in told), "the letters: failed, in words")
        again = editor.upload(address, form, scan)
        seen.demand(
            again.status == 302 and f"{sha256[:2]}/{sha256}" in _cached(portal), "works again after freeing"
        )
        _try_letters_again(portal, editor, letters)
        work.settle(portal)
    missing = work.rows_without_files(portal)
    seen.demand(not missing, f"rows without their file {missing}")
    return seen


def agreement(editor: Visitor, number: int) -> tuple[str, dict[str, str]]:
    """A new agreement without a scan: where a scan is sent, and the hidden fields that go with it."""
    form = {"kind": "nota kesepakatan", "number": f"{number}/KB/{time.time_ns()}"}
    editor.post("/commitments/agreements/add/", form)
    page = editor.get("/commitments/agreements/")
    edit = page.text.rpartition("/commitments/agreements/")[0].rpartition("/edit/")[0].rpartition("/")[2]
    opened = editor.get(f"/commitments/agreements/{edit}/edit/")
    return f"/commitments/agreements/{edit}/scan/", {"version": hidden(opened.text)["version"]}


def paper(size: int) -> bytes:
    """As a PDF begins and ends, and never the same twice."""
    return b"%PDF-1.7\n" + os.urandom(size) + b"\n%%EOF\n"


def _try_letters_again(portal: ProductionSet, editor: Visitor, letters: list[int]) -> None:
    query = f"SELECT id FROM commitments_commitment WHERE letter_job_id IN {_in(letters)}"
    for (pk,) in portal.rows(query):
        answer = editor.post(f"/commitments/{pk}/retry/", {})
        if answer.status != 302:
            raise AssertionError(
                f"the letter could not be asked for again: {answer.status} {answer.text[-1500:]}"
            )


def _in(pks: list[int]) -> str:
    return f"({', '.join(map(str, pks))})"


def _cached(portal: ProductionSet) -> set[str]:
    """Everything below the folder of files, half ones too."""
    return {str(path.relative_to(portal.media)) for path in portal.media.glob("??/*")}


@contextmanager
def filled(portal: ProductionSet) -> Iterator[None]:
    filler = portal.media / "filler"
    disk = os.statvfs(portal.media)
    filler.write_bytes(b"\0" * max(disk.f_bavail * disk.f_frsize - LEFT_BYTES, 0))
    try:
        yield
    finally:
        filler.unlink()
