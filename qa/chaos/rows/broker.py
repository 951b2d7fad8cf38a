"""Redis killed, emptied, gone, hanging. It is a doorbell: nothing is lost with it, nobody waits for it."""

import json
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import redis

from qa.chaos import work
from qa.chaos.journal import Journal, part
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import HERE, ProductionSet
from qa.chaos.visitor import Answer, hidden
from tests.place import wait_until

DONE_WITHIN = 120.0
LETTERS = 20
SIGNATURES = 4
"""For each half of a row: a letter is signed once, and the plan has not many that wait."""
RINGS_WITHIN = 5.0


def killed(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("5", f"Redis ended (SIGTERM, SIGKILL in turn) while {LETTERS} letters are printed", n)
    workers = [*portal.named("worker"), *portal.named("render")]
    starts = [worker.starts for worker in workers]
    for number in range(n):
        work.settle(portal)
        jobs = work.order_letters(portal, LETTERS)
        wait_until(partial(_some_are_done, portal, jobs), 60, "two are printed")
        broker = portal.program("redis")
        broker.send(signal.SIGKILL if number % 2 else signal.SIGTERM)
        took = work.wait_for(portal, jobs, 2 * DONE_WITHIN)
        seen.demand(work.states(portal, jobs) == {"done": LETTERS}, f"{LETTERS} of {LETTERS} done")
        seen.within(took <= DONE_WITHIN, f"after {took:.0f} s")
        seen.demand(set(work.published(portal, jobs).values()) == {1}, "each published once")
    seen.demand(starts == [worker.starts for worker in workers], "no worker had to be started again")
    return seen


def _some_are_done(portal: ProductionSet, jobs: list[int]) -> bool:
    return work.states(portal, jobs)["done"] >= 2


def emptied(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("6", f"FLUSHALL with {LETTERS} letters waiting", n)
    editor = portal.visitor("editor")
    locked = _lock_out(portal)
    for _ in range(n):
        work.settle(portal)
        for worker in portal.named("render"):
            worker.send(signal.SIGSTOP)  # so that all of them still wait
        jobs = work.order_letters(portal, LETTERS)
        _client(portal).flushall()
        for worker in portal.named("render"):
            worker.send(signal.SIGCONT)
        took = work.wait_for(portal, jobs, 2 * DONE_WITHIN)
        seen.demand(work.states(portal, jobs) == {"done": LETTERS}, f"{LETTERS} of {LETTERS} done")
        seen.within(took <= DONE_WITHIN, f"after {took:.0f} s")
    seen.demand(editor.get("/").status == 200, "nobody was signed out")
    seen.demand(locked().status != 302, "an account that was locked is still locked")
    return seen


def _client(portal: ProductionSet) -> redis.Redis:
    password = (portal.folder / "secrets" / "redis_password").read_text()
    return redis.Redis(host=HERE, port=portal.ports["redis"], password=password)


def _lock_out(portal: ProductionSet) -> Callable[[], Answer]:
    """Wrong passwords until the right one is refused as well; returns one more try with the right one."""
    ((name,),) = portal.rows(
        "SELECT username FROM opd_user WHERE username LIKE 'operator.%' ORDER BY 1 LIMIT 1"
    )
    guess = portal.visitor()
    guess.get("/accounts/login/")
    for _ in range(6):
        guess.post("/accounts/login/", {"login": name, "password": "bukan-kata-sandinya"})
    return lambda: guess.post("/accounts/login/", {"login": name, "password": portal.password})


def away(portal: ProductionSet, n: int) -> Outcome:
    return _without(
        portal, Outcome("7", "Redis is gone while people sign in, read, save and sign", n), hang=False
    )


def hanging(portal: ProductionSet, n: int) -> Outcome:
    return _without(portal, Outcome("7", "Redis takes connections and never answers (SIGSTOP)", n), hang=True)


def _without(portal: ProductionSet, seen: Outcome, *, hang: bool) -> Outcome:
    work.settle(portal)
    broker, journal = portal.program("redis"), Journal()
    letters = portal.rows(WAITING.format(limit=2 * SIGNATURES))
    _people_work(portal, journal, "up", letters[::2], seen.n)
    _take_away(portal, hang=hang)
    try:
        _people_work(portal, journal, "down", letters[1::2], seen.n)
        began = time.monotonic()
        job = work.order_book(portal, "B1")
        rang = time.monotonic() - began
        ready = portal.visitor().get("/readyz")
    finally:
        broker.send(signal.SIGCONT)
        broker.keeps_running = True
    seen.within(rang < RINGS_WITHIN, f"ordering a book took {rang:.1f} s")
    seen.demand(
        (ready.status, json.loads(ready.text)["status"]) == (200, "degraded"),
        f"/readyz {ready.status} {ready.text}",
    )
    for act in ("sign in", "page", "save", "sign"):
        _compare(seen, journal, act)
    took = work.wait_for(portal, [job], 2 * DONE_WITHIN)
    seen.demand(work.states(portal, [job])["done"] == 1, "what was ordered meanwhile is done")
    seen.within(took <= DONE_WITHIN, f"{took:.0f} s after Redis is back")
    return seen


WAITING = (
    "SELECT c.id, lower(o.code), c.slice_sha256, c.letter_sha256 FROM commitments_commitment c"
    " JOIN opd_opd o ON o.id = c.opd_id WHERE c.state = 'issued' AND NOT c.is_vacant"
    f" AND c.masterplan_id = {work.PLAN} ORDER BY o.code DESC"
    " LIMIT {limit}"
)


def _take_away(portal: ProductionSet, *, hang: bool) -> None:
    broker = portal.program("redis")
    if hang:
        broker.send(signal.SIGSTOP)
    else:
        broker.keeps_running = False
        broker.kill()


def _compare(seen: Outcome, journal: Journal, act: str) -> None:
    """No refusals, and not slower than twice; ten milliseconds more are nothing."""
    bad = [
        entry.status
        for entry in journal.entries
        if entry.act == f"{act} down" and entry.status not in (200, 302)
    ]
    up, down = journal.seconds(f"{act} up"), journal.seconds(f"{act} down")
    quick = part(down, 0.5) <= max(2 * part(up, 0.5), part(up, 0.5) + 0.01)
    told = f"{act} {1000 * part(up, 0.5):.0f} → {1000 * part(down, 0.5):.0f} ms"
    seen.demand(down and not bad, f"{act}: no refusal {bad or ''}".strip())
    seen.within(quick, told)


def _people_work(
    portal: ProductionSet, journal: Journal, when: str, letters: list[tuple[Any, ...]], n: int
) -> None:
    """One after the other, so that the seconds are the portal's and not a crowd's."""

    def noted(act: str, press: Callable[..., Answer], *arguments: object) -> None:
        began = time.monotonic()
        journal.note(f"{act} {when}", began, press(*arguments))

    for number in range(max(n, len(letters))):
        pk, code, slice_sha256, letter_sha256 = letters[number % len(letters)]
        head = portal.visitor()
        head.get("/accounts/login/")
        noted(
            "sign in", head.post, "/accounts/login/", {"login": f"head.{code}", "password": portal.password}
        )
        noted("page", head.get, "/")
        if number < len(letters):
            form = {"decision": "agree", "has_read": "on", "password": portal.password}
            seen = {"slice_sha256": slice_sha256, "letter_sha256": letter_sha256}
            noted("sign", head.post, f"/commitments/{pk}/sign/", form | seen)
    editor = portal.visitor("editor")
    ((section,),) = portal.rows(work.SECTION.format(count=1))
    path = f"/sections/{section}/edit/"
    for number in range(n):
        version = hidden(editor.get(path).text)["version"]
        noted("save", editor.post, path, {"text": f"Kalimat {number} {when}.", "version": version})
