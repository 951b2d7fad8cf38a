"""Visitors who send or read one byte at a time, hundreds of them, while others want their page."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from qa.chaos.journal import part
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import HERE, HOST, ProductionSet
from qa.chaos.visitor import Door, Visitor

P95_S = 1.0
DRIP_S = 1.0
BODIES_ALONE = 3
VISITS = 20
HEAD = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nUser-Agent: lambat\r\n"
# With the cookie of a form, so that the portal wants to read the body before it says no.
PROOF = f"Cookie: __Host-csrf={'a' * 32}\r\nReferer: https://{HOST}/accounts/login/\r\n"
KINDS = {
    "headers": f"GET /accounts/login/ HTTP/1.1\r\n{HEAD}",
    "body": (
        f"POST /accounts/login/ HTTP/1.1\r\n{HEAD}{PROOF}Content-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 100000\r\n\r\nlogin="
    ),
    "answer": f"GET {{static}} HTTP/1.1\r\n{HEAD}\r\n",
}
"""What each sends at once; then it goes on a byte at a time, or reads a byte at a time."""
STATIC = re.compile(r"/static/[^\"]+\.css")


def through_the_proxy(portal: ProductionSet, n: int) -> Outcome:
    return _slow(portal.door, Outcome("28", f"{n} slow visitors of each kind at the proxy", 3 * n), n, n)


def without_a_proxy(portal: ProductionSet, n: int) -> Outcome:
    """As `make run` stands. A slow body holds a thread, so granian bears fewer of those than it has threads.

    More are what the proxy is for, which hands on nothing but whole requests.
    """
    seen = Outcome("28", f"at granian alone, {n} slow visitors of each kind, of bodies {BODIES_ALONE}", 2 * n)
    return _slow(portal.door_of("web-1"), seen, n, BODIES_ALONE)


def _slow(door: Door, seen: Outcome, n: int, bodies: int) -> Outcome:
    for kind in KINDS:
        with slow_visitors(door, kind, bodies if kind == "body" else n) as open_lines:
            times, statuses = _good_visits(door, VISITS)
            still = open_lines()
        seen.demand(
            set(statuses) == {200}, f"slow {kind}: {len(statuses)} pages, {still} slow ones still there"
        )
        seen.within(part(times, 0.95) < P95_S, f"p95 {1000 * part(times, 0.95):.0f} ms")
    return seen


def _good_visits(door: Door, count: int) -> tuple[list[float], list[int]]:
    times, statuses = [], []
    visitor = Visitor(door, timeout=15)
    for _ in range(count):
        began = time.monotonic()
        statuses.append(visitor.get("/accounts/login/").status)
        times.append(time.monotonic() - began)
        time.sleep(0.1)
    return sorted(times), statuses


@contextmanager
def slow_visitors(door: Door, kind: str, count: int) -> Iterator:
    """`count` connections held open by one thread; the function given tells how many still are."""
    port = int(door.url.rpartition(":")[2])
    found = STATIC.search(Visitor(door).get("/accounts/login/").text)
    first = KINDS[kind].format(static=found[0] if found else "")
    lines = [_opened(port, first) for _ in range(count)]
    over = threading.Event()
    dripping = threading.Thread(target=_drip, args=(lines, kind, over), daemon=True)
    dripping.start()
    try:
        yield lambda: sum(line.fileno() >= 0 for line in lines)
    finally:
        over.set()
        dripping.join()
        for line in lines:
            line.close()


def _opened(port: int, first: str) -> socket.socket:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    line.settimeout(5)
    line.connect((HERE, port))
    line.sendall(first.encode())
    return line


def _drip(lines: list[socket.socket], kind: str, over: threading.Event) -> None:
    while not over.wait(DRIP_S):
        for line in lines:
            with suppress(OSError):
                _one_more(line, kind)


def _one_more(line: socket.socket, kind: str) -> None:
    if line.fileno() < 0:
        return
    try:
        if kind == "answer":
            line.recv(1)
        else:
            line.send(b"X-a: b\r\n" if kind == "headers" else b"a")
    except OSError:
        line.close()
        raise
