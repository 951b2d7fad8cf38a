"""One small change of one file, and how a file's text looks with it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Mutant:
    """`scope` is the function it lies in, "" at the top of the file, "Class:" in a class's body. `around` is
    the digest of the whole function, class or statement at the top of the file that holds it."""

    module: str
    scope: str
    line: str
    change: str
    first: int
    last: int
    start: int
    end: int
    text: str
    around: str = ""
    number: int = 1

    @property
    def key(self) -> str:
        """Without line numbers, so that it stays the same while the file grows around it."""
        again = f" #{self.number}" if self.number > 1 else ""
        return f"{self.module} | {self.scope} | {self.line} | {self.change}{again}"

    @property
    def is_in_function(self) -> bool:
        return bool(self.scope) and not self.scope.endswith(":")

    def planted(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.end :]


def numbered(mutants: Iterator[Mutant]) -> list[Mutant]:
    """The same change in the same line of the same function happens: told apart by their order."""
    seen: Counter[str] = Counter()
    result = []
    for mutant in mutants:
        seen[mutant.key] += 1
        result.append(replace(mutant, number=seen[mutant.key]))
    return result
