"""What became of one row of the fault table, and the table itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

HEAD = ("Row", "What was done", "N", "Outcome", "")


@dataclass
class Outcome:
    """`demand` adds one fact with its verdict; the row has passed when all of them hold.

    `within` is a demand on time. A busy machine may miss it, so the suite looks at `broken` alone.
    """

    row: str
    done: str
    n: int = 1
    facts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def demand(self, holds: object, fact: str) -> None:
        self._add(holds, fact, self.broken)

    def within(self, holds: object, fact: str) -> None:
        self._add(holds, fact, self.late)

    def _add(self, holds: object, fact: str, failures: list[str]) -> None:
        told = fact if holds else f"**{fact}**"
        if told not in self.facts:
            self.facts.append(told)
        if not holds:
            failures.append(fact)

    def tell(self, fact: str) -> None:
        self.facts.append(fact)

    @property
    def passed(self) -> bool:
        return bool(self.facts) and not self.broken and not self.late

    def line(self) -> str:
        verdict = "pass" if self.passed else "**FAIL**"
        cells = (self.row, self.done, f"{self.n:,}", "; ".join(self.facts), verdict)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def table(outcomes: Iterable[Outcome]) -> str:
    rule = f"|{'---|' * len(HEAD)}"
    return "\n".join([f"| {' | '.join(HEAD)} |", rule, *(outcome.line() for outcome in outcomes)])
