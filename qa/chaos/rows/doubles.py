"""The same thing asked many times: bells for one job, presses of one button, all at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from qa.chaos import work, worlds
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import SILENT

T = TypeVar("T")
BELLS = 20
PRESSES = 20
RING = """
from celery import current_app
for _ in range({bells}):
    current_app.send_task("{task}", args=[{job}], ignore_result=True)
"""


def bells(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("14", f"one job delivered {BELLS} times more, to four render processes", n)
    for _ in range(n):
        work.settle(portal)
        job = work.order_book(portal)
        portal.python(RING.format(bells=BELLS, task="masterplan.render_export", job=job))
        work.wait_for(portal, [job], 180)
        ended = (work.states(portal, [job])["done"], work.attempts(portal, job))
        seen.demand(ended == (1, 1), f"done, attempts: {ended}")
        seen.demand(list(work.published(portal, [job]).values()) == [1], "published once")
    return seen


def presses(portal: ProductionSet, n: int) -> Outcome:
    """n acts that may happen once, each pressed twenty times at the same moment."""
    seen = Outcome(
        "15, 16", f"record, freeze, approve, sign, make final, in turn: {PRESSES} presses at once", n
    )
    statuses: Counter[int] = Counter()
    wrong: Counter[str] = Counter()
    with printers_off(portal):
        regions = worlds.build(portal, -(-n // len(worlds.ACTS)))
        for region, act in islice(worlds.all_presses(regions), n):
            answers = at_once(act.presses(region, PRESSES))
            statuses.update(answer.status for answer in answers)
            if (effects := act.effects(region)) != 1:
                wrong[f"{act.name}: {effects} effects"] += 1
            if not any(answer.status == 302 for answer in answers):
                wrong[f"{act.name}: nobody was told yes"] += 1
    deadlocks = portal.rows("SELECT sum(deadlocks) FROM pg_stat_database")[0][0]
    seen.demand(not wrong, f"one effect each {dict(wrong) or ''}".strip())
    seen.demand(not deadlocks, f"{deadlocks} deadlocks")
    bad = {code for code in statuses if code == SILENT or code >= 500}
    seen.demand(not bad, f"answers {dict(sorted(statuses.items()))}")
    return seen


@contextmanager
def printers_off(portal: ProductionSet) -> Iterator[None]:
    """What is ordered in between is not printed: it is not what is looked at, and would cost an hour."""
    work.settle(portal)
    for renderer in portal.named("render"):
        renderer.stop()
    try:
        yield
    finally:
        portal.change("UPDATE jobs_job SET state = 'failed', error = 'Tidak dicetak.' WHERE state = 'queued'")
        for renderer in portal.named("render"):
            renderer.keeps_running = True


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Every call from a thread of its own, all at the same moment."""
    barrier = threading.Barrier(len(calls))
    answers: list[T] = []

    def run(call: Callable[[], T]) -> None:
        barrier.wait(timeout=30)
        answers.append(call())

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
