"""The disk on which files are kept is full: nothing half, nothing false, and a sentence for people."""

import hashlib
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

from qa.chaos import work
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.rows.points import agreement, paper
from tests.place import descendants

SCAN_BYTES = 300_000
LEFT_BYTES = 8_192
SENTENCE = "Ruang penyimpanan portal"


def full(portal: ProductionSet, n: int) -> Outcome:
    how = "a small disk filled up" if portal.has_own_disk else "no file may grow beyond a limit"
    seen = Outcome("12", f"no room for files ({how}): a scan, and letters", n)
    editor = portal.visitor("editor")
    for number in range(n):
        work.settle(portal)
        address, form = agreement(editor, number)
        scan = ("scan", "nota.pdf", paper(SCAN_BYTES))
        sha256 = hashlib.sha256(scan[2]).hexdigest()
        before = _kept(portal)
        with no_room(portal):
            refused = editor.upload(address, form, scan)
            letters = work.order_letters(portal, 2)
            work.wait_for(portal, letters, 120)
            left = _kept(portal)
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
            again.status == 302 and f"{sha256[:2]}/{sha256}" in _kept(portal), "works again after freeing"
        )
        _try_letters_again(portal, editor, letters)
        work.settle(portal)
    orphans, missing = work.files_without_rows_and_rows_without_files(portal)
    seen.demand(not missing, f"rows without their file {missing}, files of nobody {orphans}")
    return seen


def _try_letters_again(portal: ProductionSet, editor, letters: list[int]) -> None:
    query = f"SELECT id FROM commitments_commitment WHERE letter_job_id IN {_in(letters)}"
    for (pk,) in portal.rows(query):
        answer = editor.post(f"/commitments/{pk}/retry/", {})
        if answer.status != 302:
            raise AssertionError(
                f"the letter could not be asked for again: {answer.status} {answer.text[-1500:]}"
            )


def _in(pks: list[int]) -> str:
    return f"({', '.join(map(str, pks))})"


def _kept(portal: ProductionSet) -> set[str]:
    """Everything below the folder of files, half ones too."""
    return {str(path.relative_to(portal.media)) for path in portal.media.glob("??/*")}


@contextmanager
def no_room(portal: ProductionSet) -> Iterator[None]:
    """On a disk of its own it is filled; else the processes may write no longer file than LEFT_BYTES."""
    if portal.has_own_disk:
        with filled(portal):
            yield
        return
    pids = [
        pid
        for name in ("web", "render")
        for one in portal.named(name)
        for pid in (one.pid, *descendants(one.pid))
    ]
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (LEFT_BYTES, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def filled(portal: ProductionSet) -> Iterator[None]:
    filler = portal.media / "filler"
    disk = os.statvfs(portal.media)
    filler.write_bytes(b"\0" * max(disk.f_bavail * disk.f_frsize - LEFT_BYTES, 0))
    try:
        yield
    finally:
        filler.unlink()
