"""The loop: watch, restart, stop."""

import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from config.supervisor import kernel
from config.supervisor.child import Child

LOOK_EVERY = 0.2
GRACE = 5.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Holds its children until it is told to stop; then all end within GRACE plus a moment."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self._say = say
        # A number, not an Event: a handler may run while the main thread holds an Event's lock.
        self._orders = 0

    def run(self, each_look: Callable[[], None] = lambda: None) -> None:
        kernel.adopt_orphans()
        for number in STOPPING:
            signal.signal(number, self._order)
        try:
            for child in self.children:
                child.start()
            while not self._orders:
                time.sleep(LOOK_EVERY)
                for child in self.children:
                    self._look_after(child)
                each_look()
        finally:
            self.stop()

    def _order(self, number: int, frame: FrameType | None) -> None:
        self._orders += 1

    def _look_after(self, child: Child) -> None:
        if child.is_due():
            child.start()
            return
        code = child.ended_with()
        if code is not None:
            child.bury()
            pause = child.plan_restart()
            self._say(f"{child.name} ended ({_reason(code)}); starting it again in {pause:.0f} s.")

    def stop(self) -> None:
        """Ask all, wait, then kill; a second Ctrl-C shortens the wait. A job cut here is swept up later."""
        asked = self._orders
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and self._orders == asked and self._any_left():
            time.sleep(0.05)
        for child in self.children:
            child.bury()

    def _any_left(self) -> bool:
        return any(child.pid and child.ended_with() is None for child in self.children)


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
