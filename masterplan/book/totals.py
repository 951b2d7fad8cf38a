"""Sums that know what they do not know."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.tables.neutral import Cell, Line, Room, Style, line
from lib.text.formats import juta


@dataclass(frozen=True)
class Total:
    """amount is None when nothing was filled in: unknown is never 0. filled of expected values are known."""

    amount: int | None
    filled: int
    expected: int

    @property
    def complete(self) -> bool:
        return self.filled == self.expected

    @property
    def text(self) -> str:
        """Millions of rupiah; empty when unknown."""
        return "" if self.amount is None else juta(self.amount)

    @property
    def count(self) -> str:
        return f"{self.filled} dari {self.expected}"

    @property
    def note(self) -> str:
        """n dari m terisi, or nothing when the sum is complete."""
        return "" if self.complete else f"{self.count} terisi"

    @property
    def cell(self) -> Cell:
        return self._cell()

    @property
    def quiet_cell(self) -> Cell:
        """The same; a wide medium does not count where nothing is known at all."""
        return self._cell(None if self.text else Room.NARROW)

    def _cell(self, only: Room | None = None) -> Cell:
        lines: tuple[Line, ...] = (line(self.note, only=only),) if self.note else ()
        return Cell(self.text, lines=lines) if self.text else Cell("kosong", Style.UNKNOWN, lines=lines)


def total(values: Iterable[str | int | None]) -> Total:
    """The sum of what is known among values, one per amount that is expected."""
    expected = list(values)
    known = [int(value) for value in expected if value is not None]
    return Total(sum(known) if known else None, len(known), len(expected))


def joined(parts: Iterable[Total]) -> Total:
    """The sum of sums, with the same counting."""
    parts = list(parts)
    amounts = [part.amount for part in parts if part.amount is not None]
    return Total(
        sum(amounts) if amounts else None,
        sum(part.filled for part in parts),
        sum(part.expected for part in parts),
    )
