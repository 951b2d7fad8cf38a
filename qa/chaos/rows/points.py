"""A web process that ends at the worst moment: between file and commit, between commit and bell."""

import hashlib
import os
import time
from pathlib import Path

from qa.chaos import work
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import SILENT, Visitor, hidden

RUNG_WITHIN = 60.0
OLD = 8 * 24 * 3600
SCAN_BYTES = 200_000


def before_the_commit(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("10", "web killed -9 between the scan's file and its commit", n)
    flag = _armed(portal, "file written, not committed")
    editor = _direct(portal)
    for number in range(n):
        address, form = agreement(editor, number)
        scan = ("scan", "nota.pdf", paper(SCAN_BYTES))
        sha256 = hashlib.sha256(scan[2]).hexdigest()
        flag.touch()
        killed = editor.upload(address, form, scan)
        named = portal.rows(f"SELECT count(*) FROM commitments_agreement WHERE scan_sha256 = '{sha256}'")[0][
            0
        ]
        path = portal.media / sha256[:2] / sha256
        seen.demand((killed.status, named) == (SILENT, 0), "no answer, no row")
        seen.demand(_is_whole(path), "the file is whole, and nobody's")
        _aged(path)
        _serves(portal)
        portal.python("from opd import orphans; orphans.tidy()")
        seen.demand(not path.exists(), "an old file of nobody is tidied up")
        again = editor.upload(address, form, scan)
        named = portal.rows(f"SELECT count(*) FROM commitments_agreement WHERE scan_sha256 = '{sha256}'")[0][
            0
        ]
        seen.demand((again.status, named) == (302, 1) and _is_whole(path), "sent again: a row and its file")
    portal.inject(portal.program("web-1"))
    return seen


def before_the_bell(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("11", "web killed -9 between the commit of an order and its bell", n)
    work.settle(portal)
    flag = _armed(portal, "job committed, not rung")
    editor = _direct(portal)
    ((revision,),) = portal.rows(work.REVISION)
    waits = []
    for _ in range(n):
        ((before,),) = portal.rows("SELECT max(id) FROM jobs_job")
        flag.touch()
        killed = editor.post(f"/commitments/revisions/{revision}/book/", {"book": "B1"})
        moment = time.monotonic()
        ordered = [pk for (pk,) in portal.rows(f"SELECT id FROM jobs_job WHERE id > {before}")]
        seen.demand((killed.status, len(ordered)) == (SILENT, 1), "no answer, one order in the table")
        work.wait_for(portal, ordered, 90, "running", "done")
        waits.append(time.monotonic() - moment)
        work.settle(portal)
        seen.demand(work.states(portal, ordered) == {"done": 1}, "done")
        seen.demand(list(work.published(portal, ordered).values()) == [1], "published once")
        _serves(portal)
    seen.within(max(waits) <= RUNG_WITHIN, f"begun after at most {max(waits):.0f} s")
    portal.inject(portal.program("web-1"))
    return seen


def _armed(portal: ProductionSet, fault: str) -> Path:
    """web-1 dies at this point as soon as the flag is there."""
    flag = portal.folder / "var" / "fault"
    portal.inject(portal.program("web-1"), fault=fault, flag=flag)
    _serves(portal)
    return flag


def _serves(portal: ProductionSet) -> None:
    portal.wait_until_serving("web-1")


def _direct(portal: ProductionSet) -> Visitor:
    """Past the proxy, to the web process that dies."""
    return Visitor(portal.door_of("web-1")).sign_in("editor", portal.password)


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


def _is_whole(path: Path) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == path.name


def _aged(path: Path) -> None:
    os.utime(path, (time.time() - OLD,) * 2)
