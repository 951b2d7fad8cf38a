"""Machines that disagree about the day: a web process and workers a day ahead or behind."""

import time
from datetime import UTC, datetime
from pathlib import Path

from qa.chaos import work
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.rows.points import agreement
from qa.chaos.visitor import Visitor, hidden

LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib64/faketime/libfaketimeMT.so.1")
SKEWS = {"web-1": "+1d", "worker-1": "+1d", "render-1": "-1d", "render-2": "+1d", "sweep-1": "+1d"}
EVENING = datetime(2028, 2, 29, 16, 59, 0, tzinfo=UTC)
"""One minute before midnight in Jakarta."""


def library() -> str:
    """libfaketime for programs with threads; empty when it is not installed."""
    return next((str(path) for pattern in LIBRARIES for path in Path("/").glob(pattern.lstrip("/"))), "")


def differing(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("19", "web and workers a day ahead or behind, each another way", n)
    work.settle(portal)
    for name, skew in SKEWS.items():
        skewed(portal, name, skew)
    portal.wait_until_serving("web-1")
    try:
        editor = Visitor(portal.door_of("web-1")).sign_in("editor", portal.password)
        for number in range(n):
            _work(portal, editor, seen, number)
        _durations(portal, seen)
    finally:
        for name in SKEWS:
            skewed(portal, name, "")
    portal.wait_until_serving("web-1")
    return seen


def _work(portal: ProductionSet, editor: Visitor, seen: Outcome, number: int) -> None:
    ((section,),) = portal.rows(work.SECTION.format(count=1))
    path = f"/sections/{section}/edit/"
    page = editor.get(path)
    saved = editor.post(path, {"text": f"Kalimat {number}.", "version": hidden(page.text)["version"]})
    agreement(editor, number)
    jobs = [*work.order_letters(portal, 3), _order_book(portal, editor)]
    work.wait_for(portal, jobs, 240)
    tries = {work.attempts(portal, job) for job in jobs}
    seen.demand(saved.status == 302, f"a save {saved.status}")
    seen.demand((work.states(portal, jobs)["done"], tries) == (4, {1}), f"4 jobs done, attempts {tries}")


def _order_book(portal: ProductionSet, editor: Visitor) -> int:
    ((revision,),) = portal.rows(work.REVISION)
    editor.post(f"/commitments/revisions/{revision}/book/", {})
    return int(portal.rows("SELECT max(job_id) FROM masterplan_export")[0][0])


def _durations(portal: ProductionSet, seen: Outcome) -> None:
    """Times of jobs are the database's, whatever the worker's clock says."""
    query = (
        "SELECT count(*) FROM jobs_job WHERE finished_at < started_at OR started_at < created_at"
        " OR (state = 'done' AND finished_at IS NULL)"
    )
    seen.demand(portal.rows(query) == [(0,)], "no negative duration")


def leap_day(portal: ProductionSet, n: int) -> Outcome:
    """Midnight of 29 February passes on every machine at once, the database's too."""
    seen = Outcome("19", "all machines pass the midnight of 29 February 2028", n)
    work.settle(portal)
    everything = ["postgres", *SKEWS, "web-2"]
    ahead = f"+{int((EVENING - datetime.now(UTC)).total_seconds())}"
    for name in everything:
        skewed(portal, name, ahead)
    try:
        portal.wait_until_serving("web-1")
        editor = Visitor(portal.door_of("web-1")).sign_in("editor", portal.password)
        before = _pages(editor)
        seen.demand(set(before.values()) == {200}, f"29 February: {before}")
        while portal.rows("SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date")[0][0].day == 29:
            time.sleep(1)
        after = _pages(editor)
        seen.demand(set(after.values()) == {200}, f"1 March: {after}")
        _work(portal, editor, seen, 0)
    finally:
        for name in everything:
            skewed(portal, name, "")
    portal.wait_until_serving("web-1")
    return seen


def _pages(editor: Visitor) -> dict[str, int]:
    return {path: editor.get(path).status for path in ("/", "/sections/", "/commitments/", "/revisions/")}


def skewed(portal: ProductionSet, name: str, skew: str) -> None:
    """Start a program anew with another hour; with an empty one as before."""
    if not library():
        raise AssertionError("libfaketime is not installed; its package is called faketime")
    program = portal.program(name)
    faked = {
        "LD_PRELOAD": library(),
        "FAKETIME": skew,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    plain = {key: value for key, value in program.environment.items() if key not in faked}
    program.environment = plain | (faked if skew else {})
    program.restart()
