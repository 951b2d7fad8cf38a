"""PostgreSQL restarted under load."""

import signal
import time

from qa.chaos import work
from qa.chaos.journal import Journal
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.writers import crowd, doubled, lost
from tests.place import wait_until

BACK_WITHIN = 10.0
UNDER_LOAD = 6


def restarted(portal: ProductionSet, n: int) -> Outcome:
    """A restart costs no more than the requests that were in flight, and they are answered 503."""
    seen = Outcome("PostgreSQL restarted (immediate) under load, through PgBouncer", n)
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
    seen.demand(all(errors <= flying for errors, flying in counted), f"errors of requests in flight: {told}")
    seen.demand(max(pauses) <= BACK_WITHIN, f"saved again after at most {max(pauses):.1f} s")
    seen.demand(journal.statuses()[500] == 0, f"answers {dict(sorted(journal.statuses().items()))}")
    seen.demand(not journal.odd(), f"unexpected {journal.odd() or 0}")
    gone, twice = lost(portal, journal), doubled(portal, journal)
    kept = sum(map(len, journal.kept.values()))
    seen.demand(not any(gone.values()), f"acknowledged {kept}, lost {sum(gone.values())}")
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
