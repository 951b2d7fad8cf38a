"""Redis killed or emptied: it only announces work, so nothing is lost with it."""

import signal
from functools import partial

import redis

from qa.chaos import work
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import HERE, ProductionSet
from tests.place import wait_until

DONE_WITHIN = 120.0
LETTERS = 20


def killed(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome(f"Redis ended (SIGTERM, SIGKILL in turn) while {LETTERS} letters are printed", n)
    workers = [*portal.named("worker"), *portal.named("render")]
    starts = [worker.starts for worker in workers]
    for number in range(n):
        work.settle(portal)
        jobs = work.order_letters(portal, LETTERS)
        wait_until(partial(_some_are_done, portal, jobs), 60, "two are printed")
        portal.program("redis").send(signal.SIGKILL if number % 2 else signal.SIGTERM)
        _all_done(portal, seen, jobs)
    seen.demand(starts == [worker.starts for worker in workers], "no worker had to be started again")
    return seen


def _some_are_done(portal: ProductionSet, jobs: list[int]) -> bool:
    return work.states(portal, jobs)["done"] >= 2


def emptied(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome(f"FLUSHALL with {LETTERS} letters waiting", n)
    editor = portal.visitor("editor")
    password = (portal.folder / "secrets" / "redis_password").read_text()
    for _ in range(n):
        work.settle(portal)
        for worker in portal.named("render"):
            worker.send(signal.SIGSTOP)  # so that all of them still wait
        jobs = work.order_letters(portal, LETTERS)
        redis.Redis(host=HERE, port=portal.ports["redis"], password=password).flushall()
        for worker in portal.named("render"):
            worker.send(signal.SIGCONT)
        _all_done(portal, seen, jobs)
    seen.demand(editor.get("/").status == 200, "nobody was signed out")
    return seen


def _all_done(portal: ProductionSet, seen: Outcome, jobs: list[int]) -> None:
    took = work.wait_for(portal, jobs, 2 * DONE_WITHIN)
    seen.demand(work.states(portal, jobs) == {"done": len(jobs)}, f"{len(jobs)} of {len(jobs)} done")
    seen.demand(set(work.published(portal, jobs).values()) == {1}, "each published once")
    seen.demand(took <= DONE_WITHIN, f"after {took:.0f} s")
