"""What became of each mutant: written at once, so that a run may be broken off and taken up again."""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.mutation.mutants import Mutant

KILLED, SURVIVED, TIMEOUT, UNCOVERED = "killed", "survived", "timeout", "not covered"
FOUND = (KILLED, TIMEOUT)
ACCEPTED = Path(__file__).with_name("survivors.toml")


class Record:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.states: dict[str, str] = {}
        self._stamps: dict[str, str] = {}
        if path.exists():
            for line in path.read_text().splitlines():
                row = json.loads(line)
                self.states[row["key"]], self._stamps[row["key"]] = row["state"], row["stamp"]
        self._done = 0

    def is_settled(self, mutant: Mutant, accepted: bool = False) -> bool:
        """Once noticed, or survived for an accepted reason: no second look while the text around it stays."""
        known = self._stamps.get(mutant.key) == mutant.around
        return known and (accepted or self.states[mutant.key] in FOUND)

    def note(self, mutant: Mutant, state: str) -> None:
        self.states[mutant.key], self._stamps[mutant.key] = state, mutant.around
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": mutant.key, "state": state, "stamp": mutant.around}) + "\n")
        self._done += 1
        if state not in FOUND:
            self.say(f"{state}: {mutant.key}")
        elif self._done % 50 == 0:
            self.say(f"{self._done} tried ...")

    @staticmethod
    def say(line: str) -> None:
        print(line, file=sys.__stderr__, flush=True)


def accepted() -> dict[str, str]:
    """Survivors that were looked at, with the reason why nothing needs to notice them."""
    rows = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).get("survivor", [])
    return {key: row["reason"] for row in rows for key in row["keys"]}


def table(mutants: Iterable[Mutant], states: dict[str, str]) -> str:
    counts: dict[str, Counter[str]] = {}
    for mutant in mutants:
        row = counts.setdefault(mutant.module, Counter())
        row["mutants"] += 1
        row[states.get(mutant.key, "not tried")] += 1
    columns = ("mutants", KILLED, TIMEOUT, SURVIVED, UNCOVERED, "not tried")
    total = sum(counts.values(), Counter())
    lines = [f"{'module':44}" + "".join(f"{column:>12}" for column in columns)]
    for name, row in [*sorted(counts.items()), ("all", total)]:
        lines.append(f"{name:44}" + "".join(f"{row[column]:>12}" for column in columns))
    return "\n".join(lines)
