"""What is wrong with the files of a folder: collected over all of them and told in one list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

MAX_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, and where: `line` counts from 1, `column` is a CSV column or a path inside JSON."""

    file: str
    line: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file} baris {self.line}"
        if self.column:
            is_path = self.file.endswith(".json") and not self.column.isdigit()
            place += f", {'bagian' if is_path else 'kolom'} {self.column}"
        return f"{place}: {self.reason}"


class ImportErrors(Exception):
    """Nothing was stored. `str()` is a list a person can work through."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self._quoted())

    def _quoted(self) -> str:
        lines = [f"{len(self.problems)} masalah ditemukan, tidak ada yang disimpan:"]
        lines += [f"- {problem}" for problem in self.problems[:MAX_SHOWN]]
        if (more := len(self.problems) - MAX_SHOWN) > 0:
            lines.append(f"- dan {more} lainnya")
        return "\n".join(lines)


@dataclass(slots=True)
class Report:
    """Collects while the files are read. Readers go on with a stand-in value, so that one pass finds
    everything; `raise_if_bad` sees to it that no stand-in ever leaves."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def problem(self, file: str, line: int | None, column: str, reason: str) -> None:
        self.problems.append(Problem(file, line, column, reason))

    def notice(self, file: str, line: int | None, column: str, reason: str) -> None:
        """Something read in a way the person should know of; it stops nothing."""
        self.notices.append(Problem(file, line, column, reason))

    def raise_if_bad(self, order: Iterable[str]) -> None:
        """Problems are told file by file in the given order, from top to bottom."""
        if self.problems:
            rank = {file: number for number, file in enumerate(order)}
            last = len(rank)
            raise ImportErrors(sorted(self.problems, key=lambda it: (rank.get(it.file, last), it.line or 0)))
