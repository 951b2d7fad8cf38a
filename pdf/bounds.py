"""What one rendering may cost. A page that asks for more is refused in words, and the worker lives on."""

import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

from pdf.errors import RenderRefused

MAX_CPU_S = 240.0
"""Below the hard limit of a task (jobs.TIME_LIMIT_S), which kills without a word."""
MAX_MEMORY = 1536 * 1024 * 1024
MAX_ADDRESSES = 2 * MAX_MEMORY
"""The kernel's own limit, for what grows faster than it is looked at. The libraries below the layout engine
end the process when it is reached; the job is then tried again and fails in the end."""
LOOK_EVERY_S = 0.25
TOO_LONG = "Naskah terlalu panjang untuk dicetak sekaligus. Cetak per buku, atau ringkas bagian terpanjang."


class _TooMuch(BaseException):
    """No Exception: the layout engine catches those where it can go on without what it asked for."""


@contextmanager
def bounded() -> Iterator[None]:
    """Processor time and memory of what runs inside, counted from now."""
    try:
        with _addresses(MAX_ADDRESSES), _looked_at(MAX_CPU_S, MAX_MEMORY):
            yield
    except (_TooMuch, MemoryError):
        raise RenderRefused(TOO_LONG) from None


@contextmanager
def _addresses(more: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([_used()[0] + more, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _looked_at(seconds: float, more: int) -> Iterator[None]:
    """Only the main thread can be interrupted; that is where workers and commands render."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    until, most = time.process_time() + seconds, _used()[1] + more
    before = signal.signal(signal.SIGPROF, partial(_look, until, most))
    signal.setitimer(signal.ITIMER_PROF, LOOK_EVERY_S, LOOK_EVERY_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _look(until: float, most: int, signum: int, frame: FrameType | None) -> None:
    if time.process_time() > until or _used()[1] > most:
        raise _TooMuch


def _used() -> tuple[int, int]:
    """Bytes of addresses and of memory this process has."""
    addresses, resident, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
    page = os.sysconf("SC_PAGE_SIZE")
    return int(addresses) * page, int(resident) * page
