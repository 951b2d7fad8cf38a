"""Processes that end at once: a child that renders, whole workers, web, PostgreSQL, and all in turn."""

import os
import random
import signal
import time
from itertools import cycle, islice

from qa.chaos import work
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.program import Program
from qa.chaos.writers import crowd, doubled, lost
from tests.place import wait_until

STARTED_AGAIN_WITHIN = 45.0
VICTIMS = ("web-1", "render-1", "postgres", "web-2", "worker-1", "postgres", "render-2")
LONGEST_SILENCE = 60.0


def child_of_a_render(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("child of a render worker killed -9 in the middle of a book", n)
    waits = [_hurt_a_render(portal, seen, lambda pid: os.kill(pid, signal.SIGKILL)) for _ in range(n)]
    seen.demand(max(waits) <= STARTED_AGAIN_WITHIN, f"started again after at most {max(waits):.0f} s")
    return seen


def whole_render_worker(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("whole render worker killed -9 in the middle of a book", n)

    def end(pid: int) -> None:
        next(one for one in portal.named("render") if pid in one.children()).kill()

    waits = [_hurt_a_render(portal, seen, end) for _ in range(n)]
    seen.demand(max(waits) <= STARTED_AGAIN_WITHIN, f"started again after at most {max(waits):.0f} s")
    return seen


def _hurt_a_render(portal: ProductionSet, seen: Outcome, hurt) -> float:
    """Seconds until the book was begun again; it must then be published once, with its file."""
    work.settle(portal)
    job = work.order_book(portal)
    hurt(work.wait_until_it_prints(portal, job))
    killed = time.monotonic()
    wait_until(lambda: work.attempts(portal, job) == 2, 2 * STARTED_AGAIN_WITHIN, "it started again")
    waited = time.monotonic() - killed
    work.wait_for(portal, [job], 180)
    ended = (
        work.states(portal, [job])["done"],
        work.attempts(portal, job),
        *work.published(portal, [job]).values(),
    )
    if ended != (1, 2, 1):
        seen.demand(False, f"done, attempts, published: {ended}")
    if missing := work.rows_without_files(portal):
        seen.demand(False, f"{missing} rows without their file")
    return waited


def everything_in_turn(portal: ProductionSet, n: int) -> Outcome:
    """Whatever was acknowledged is there, once, and the portal says yes again after each kill."""
    seen = Outcome("web, workers and PostgreSQL (immediate, and -9) killed in turn while people work", n)
    silences = []
    flying = 0
    with crowd(portal) as journal:
        for name in islice(cycle(VICTIMS), n):
            time.sleep(random.uniform(0.5, 2.0))  # noqa: S311 -- not for secrets
            moment = time.monotonic()
            silences.append(_kill_and_wait(portal, portal.program(name), journal))
            flying += journal.in_flight(moment)
    work.settle(portal)
    kept = {kind: len(marks) for kind, marks in sorted(journal.kept.items())}
    gone, twice = lost(portal, journal), doubled(portal, journal)
    seen.demand(len(kept) == 3 and min(kept.values()) > 0, f"acknowledged {kept}")
    seen.demand(not any(gone.values()), f"lost {sum(gone.values())}")
    seen.demand(not any(twice.values()), f"doubled {sum(twice.values())}")
    missing = work.rows_without_files(portal)
    seen.demand(not missing, f"rows without their file {missing}")
    seen.demand(journal.statuses()[500] == 0, f"answers {dict(sorted(journal.statuses().items()))}")
    seen.demand(not journal.odd(), f"unexpected {journal.odd() or 0}")
    seen.note(f"{len(journal.errors())} errors, {flying} requests in flight at the kills")
    seen.note(f"longest wait for the next save {max(silences):.1f} s")
    return seen


def _kill_and_wait(portal: ProductionSet, victim: Program, journal) -> float:
    """Seconds until somebody's save was acknowledged that was begun after the kill; the victim runs again."""
    starts, moment = victim.starts, time.monotonic()
    if victim.name == "postgres" and starts % 2:
        victim.send(signal.SIGQUIT)  # an immediate shutdown: no checkpoint, the log is replayed
    else:
        victim.kill()
    wait_until(lambda: victim.starts > starts and victim.is_running, 30, f"{victim.name} runs again")
    if victim.name in portal.ports:
        wait_until(lambda: portal.serves(victim.name), 60, f"{victim.name} serves again")
    wait_until(lambda: journal.first_success(moment, "save"), LONGEST_SILENCE, "a save after the kill")
    return (journal.first_success(moment, "save") or 0) - moment
