"""What the portal said while it was hurt. What it acknowledged is looked for in the database afterwards."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from qa.chaos.visitor import SILENT, Answer

EXPECTED = (200, 302, 409)


class Entry(NamedTuple):
    act: str
    status: int
    began: float
    ended: float
    words: str

    @property
    def is_error(self) -> bool:
        return self.status == SILENT or self.status >= 500

    def was_in_flight(self, moment: float) -> bool:
        return self.began <= moment <= self.ended


@dataclass
class Journal:
    """Written by many threads. `kept` holds, by kind, the marks of what was acknowledged.

    `since`: the last event of the trail before anybody pressed anything.
    """

    since: int = 0
    entries: list[Entry] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: str, began: float, answer: Answer) -> Answer:
        words = "" if answer.status in EXPECTED else answer.text[:300]
        with self._lock:
            self.entries.append(Entry(act, answer.status, began, time.monotonic(), words))
        return answer

    def keep(self, kind: str, mark: str) -> None:
        with self._lock:
            self.kept.setdefault(kind, []).append(mark)

    def count(self, kind: str) -> int:
        return len(self.kept.get(kind, ()))

    def statuses(self, act: str = "") -> Counter[int]:
        with self._lock:
            return Counter(entry.status for entry in self.entries if not act or entry.act == act)

    def errors(self, since: float = 0, until: float = float("inf")) -> list[Entry]:
        with self._lock:
            return [entry for entry in self.entries if entry.is_error and since <= entry.ended <= until]

    def odd(self) -> dict[str, int]:
        """Neither yes, nor a refusal that is expected, nor an error: worth a look."""
        with self._lock:
            found = [entry for entry in self.entries if entry.status not in EXPECTED and not entry.is_error]
        return dict(Counter(f"{entry.act} {entry.status}" for entry in found))

    def in_flight(self, moment: float) -> int:
        with self._lock:
            return sum(entry.was_in_flight(moment) for entry in self.entries)

    def first_success(self, after: float, act: str = "") -> float | None:
        """When the portal first said yes again to something begun after that moment."""
        with self._lock:
            good = [
                entry.ended
                for entry in self.entries
                if entry.began > after and not entry.is_error and entry.act.startswith(act)
            ]
        return min(good, default=None)

    def seconds(self, act: str, since: float = 0, until: float = float("inf")) -> list[float]:
        with self._lock:
            return sorted(
                entry.ended - entry.began
                for entry in self.entries
                if entry.act == act and not entry.is_error and since <= entry.began <= until
            )


def part(values: list[float], share: float) -> float:
    """A percentile of sorted values; 0 when there are none."""
    return values[min(int(len(values) * share), len(values) - 1)] if values else 0.0
