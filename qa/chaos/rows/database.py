"""PostgreSQL restarted under load, and gone for a minute."""

import signal
import threading
import time

from qa.chaos import work
from qa.chaos.journal import Journal
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import Answer, Visitor
from qa.chaos.writers import crowd, doubled, lost
from tests.place import wait_until

BACK_WITHIN = 10.0
UNDER_LOAD = 6
PEOPLE = 4


def restarted(portal: ProductionSet, n: int) -> Outcome:
    """A restart costs no more than the requests that were in flight, and they are answered 503."""
    how = "through PgBouncer" if portal.pooled else "without PgBouncer"
    seen = Outcome("8", f"PostgreSQL restarted (immediate) under load, {how}", n)
    counted: list[tuple[int, int]] = []
    pauses: list[float] = []
    with crowd(portal, sections=UNDER_LOAD, offices=2) as journal:
        for _ in range(n):
            time.sleep(4)
            errors, flying, pause = _restart(portal, journal)
            counted.append((errors, flying))
            pauses.append(pause)
    work.settle(portal)
    told = ", ".join(f"{errors} of {flying}" for errors, flying in counted)
    fair = all(errors <= flying for errors, flying in counted)
    seen.demand(fair, f"errors of requests in flight: {told}")
    seen.within(max(pauses) <= BACK_WITHIN, f"saved again after at most {max(pauses):.1f} s")
    seen.demand(journal.statuses()[500] == 0, f"answers {dict(sorted(journal.statuses().items()))}")
    seen.demand(not journal.odd(), f"unexpected {journal.odd() or 0}")
    gone, twice = lost(portal, journal), doubled(portal, journal)
    seen.demand(
        not any(gone.values()),
        f"acknowledged {sum(map(len, journal.kept.values()))}, lost {sum(gone.values())}",
    )
    seen.demand(not any(twice.values()), f"doubled {sum(twice.values())}")
    return seen


def _restart(portal: ProductionSet, journal: Journal) -> tuple[int, int, float]:
    """Errors it caused, requests that were in flight, seconds until the next save that began afterwards."""
    postgres = portal.program("postgres")
    starts, moment = postgres.starts, time.monotonic()
    postgres.send(signal.SIGQUIT)
    wait_until(lambda: postgres.starts > starts, 30, "PostgreSQL was started again")
    wait_until(lambda: journal.first_success(moment, "save"), 60, "a save after the restart")
    saved = journal.first_success(moment, "save") or 0
    time.sleep(2)  # what was in flight has been answered by now
    return len(journal.errors(since=moment)), journal.in_flight(moment), saved - moment


def away(portal: ProductionSet, seconds: int) -> Outcome:
    seen = Outcome("9", f"PostgreSQL gone for {seconds} s", 1)
    work.settle(portal)
    editor = portal.visitor("editor", timeout=90)
    ((section,),) = portal.rows(work.SECTION.format(count=1))
    path = f"/sections/{section}/edit/"
    postgres = portal.program("postgres")
    postgres.keeps_running = False
    postgres.send(signal.SIGQUIT)
    answers = _ask_meanwhile(editor, path, seconds)
    postgres.keeps_running = True
    began = time.monotonic()
    wait_until(lambda: editor.get(path).status == 200, 60, "the page is back")
    back = time.monotonic() - began
    bad = sorted({one.status for one in answers if one.status != 503 or "retry-after" not in one.headers})
    seen.demand(answers and not bad, f"{len(answers)} answers, all 503 with Retry-After {bad or ''}".strip())
    shown = [one for one in answers if "Traceback" in one.text or "psycopg" in one.text]
    seen.demand(not shown, "no trace of the inside")
    seen.demand(all("tetap tersimpan" in one.text for one in answers), "in kind words")
    seen.within(back <= BACK_WITHIN, f"back {back:.1f} s after its start")
    return seen


def _ask_meanwhile(editor: Visitor, path: str, seconds: int) -> list[Answer]:
    """A page and a save, again and again, by several people who wait for their answers."""
    answers: list[Answer] = []
    deadline = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < deadline:
            answers.append(editor.get(path))
            answers.append(editor.post(path, {"text": "Belum terkirim.", "version": "1"}))
            time.sleep(0.2)

    people = [threading.Thread(target=ask) for _ in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return answers
