"""What became of one row of the fault table, and the table itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

HEAD = ("What was done", "N", "Outcome", "")


@dataclass
class Outcome:
    """`demand` adds one fact with its verdict; the row has passed when all of them hold."""

    done: str
    n: int = 1
    facts: list[str] = field(default_factory=list)
    passed: bool = True

    def demand(self, holds: object, fact: str) -> None:
        self.note(fact if holds else f"**{fact}**")
        self.passed = self.passed and bool(holds)

    def note(self, fact: str) -> None:
        if fact not in self.facts:
            self.facts.append(fact)

    def line(self) -> str:
        verdict = "pass" if self.passed else "**FAIL**"
        cells = (self.done, f"{self.n:,}", "; ".join(self.facts), verdict)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def table(outcomes: Iterable[Outcome]) -> str:
    rule = f"|{'---|' * len(HEAD)}"
    return "\n".join([f"| {' | '.join(HEAD)} |", rule, *(outcome.line() for outcome in outcomes)])
