"""What the portal said while it was hurt. What it acknowledged is looked for in the database afterwards."""

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

    @property
    def is_error(self) -> bool:
        return self.status == SILENT or self.status >= 500


@dataclass
class Journal:
    """Many threads append to it. `kept`: by kind, the marks of what was acknowledged; `since`: the last event
    of the trail before anybody pressed anything.
    """

    since: int = 0
    entries: list[Entry] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=lambda: {"save": [], "finding": [], "signature": []})

    def note(self, act: str, began: float, answer: Answer) -> Answer:
        self.entries.append(Entry(act, answer.status, began, time.monotonic()))
        return answer

    def keep(self, kind: str, mark: str) -> None:
        self.kept[kind].append(mark)

    def statuses(self) -> Counter[int]:
        return Counter(entry.status for entry in list(self.entries))

    def errors(self, since: float = 0) -> list[Entry]:
        return [entry for entry in list(self.entries) if entry.is_error and since <= entry.ended]

    def odd(self) -> dict[str, int]:
        """Neither yes, nor a refusal that is expected, nor an error: worth a look."""
        found = [entry for entry in list(self.entries) if entry.status not in EXPECTED and not entry.is_error]
        return dict(Counter(f"{entry.act} {entry.status}" for entry in found))

    def in_flight(self, moment: float) -> int:
        return sum(entry.began <= moment <= entry.ended for entry in list(self.entries))

    def first_success(self, after: float, act: str) -> float | None:
        """When the portal first said yes again to something begun after that moment."""
        good = [
            entry.ended
            for entry in list(self.entries)
            if entry.began > after and not entry.is_error and entry.act == act
        ]
        return min(good, default=None)
