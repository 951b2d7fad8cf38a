"""What a programme of a compiled document measures and costs. Unknown is absent there, never 0."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lib.tables.neutral import Cell, Cells, Room, Style, line
from lib.text.formats import angka, decimals, juta
from masterplan.book.document import Row, measured, within
from masterplan.book.years import OUTSIDE, YearBlock, cells, unknown

Columns: TypeAlias = Callable[[Callable[[int], Cell]], Cells]
"""The cells of the years a table shows, from the cell of one year."""


@dataclass(frozen=True)
class Measure:
    """One indicator as tables print it. Empty strings are unknown; last is the latest target of the plan."""

    name: str
    unit: str
    baseline: str
    targets: Cells
    last: str

    @property
    def words(self) -> str:
        """Indicator and unit: "Titik pantau, titik"."""
        return ", ".join(part for part in (self.name, self.unit) if part)

    @property
    def baseline_cell(self) -> Cell:
        """Pages leave an unknown baseline blank."""
        return Cell(self.baseline) if self.baseline else Cell("kosong", Style.UNKNOWN, only=Room.WIDE)


ACHIEVED = line("tercapai")
DIRECTIONS = {"naik": "harus naik", "turun": "harus turun"}
UNDIVIDED = "belum dibagi"
NO_INDICATOR: Row = {"name": "", "unit": "", "baseline": None, "targets": []}


def measures(programme: Row, columns: Columns) -> tuple[Measure, ...]:
    """Its indicators in their order, a nameless one when it has none."""
    return tuple(_measure(programme, row, columns) for row in programme["indicators"] or (NO_INDICATOR,))


def _measure(programme: Row, indicator: Row, columns: Columns) -> Measure:
    return Measure(
        name=indicator["name"],
        unit=indicator["unit"],
        baseline=baseline(indicator),
        targets=columns(lambda year: target_cell(programme, indicator, year)),
        last=last_target(indicator),
    )


def in_blocks(blocks: Sequence[YearBlock]) -> Columns:
    """Every year of the blocks, empty neighbours drawn together."""
    return lambda cell: cells(blocks, cell)


def in_years(years: Iterable[int]) -> Columns:
    """These years, a cell each."""
    shown = tuple(years)
    return lambda cell: tuple(cell(year) for year in shown)


def target_cell(programme: Row, indicator: Row, year: int) -> Cell:
    """The target of one year, with as many decimals as the others of its indicator."""
    for row in indicator["targets"]:
        if row["year"] == year:
            # A slice promises and never says what was achieved.
            lines = (ACHIEVED,) if row.get("achieved", False) else ()
            return Cell(angka(row["value"], target_places(indicator)), lines=lines)
    return unknown() if within(programme, year) else OUTSIDE


def baseline(indicator: Row) -> str:
    value = indicator["baseline"]
    return "" if value is None else angka(value, target_places(indicator))


def known_baseline(indicator: Row) -> str:
    """The baseline with its year: 2 (2024)."""
    value, year = baseline(indicator), indicator["baseline_year"]
    return f"{value} ({year})" if value and year else value


def target_places(indicator: Row) -> int:
    """Decimals that show every target of the plan and the baseline in full."""
    values = [row["value"] for row in indicator["targets"]]
    known = indicator["baseline"]
    return decimals([*values, *([known] if known is not None else [])])


def last_target(indicator: Row) -> str:
    """The latest known target within the plan; empty when there is none."""
    known = indicator["targets"]
    return angka(known[-1]["value"], target_places(indicator)) if known else ""


def latest(indicator: Row, years: Iterable[int] | None = None) -> tuple[str, int] | None:
    """The latest known target with its unit, and its year; of all plan years or of these."""
    known = [row for row in indicator["targets"] if years is None or row["year"] in years]
    if not known:
        return None
    value = measured(known[-1]["value"], indicator["unit"], target_places(indicator))
    return value, known[-1]["year"]


def amounts(programme: Row) -> dict[int, int]:
    """Rupiah by plan year, the shares of all sources together; years nobody filled in are absent."""
    found: dict[int, int] = {}
    for row in programme["money"]:
        found[row["year"]] = found.get(row["year"], 0) + int(row["rupiah"])
    return found


def amount_cells(programme: Row, blocks: Sequence[YearBlock]) -> Cells:
    """Rupiah of the plan years in millions."""
    known = amounts(programme)

    def cell(year: int) -> Cell:
        if year in known:
            return Cell(juta(known[year]))
        return unknown() if within(programme, year) else OUTSIDE

    return cells(blocks, cell)


def share_cells(known: Mapping[int, int], blocks: Sequence[YearBlock]) -> Cells:
    """Rupiah of one source in millions. A year without a share is blank: nothing is missing there."""
    return cells(blocks, lambda year: Cell(juta(known[year]) if year in known else ""))


def expected_amounts(programme: Row, years: Iterable[int]) -> list[int | None]:
    """The rupiah a complete programme would have: one per own plan year, and every amount that is known."""
    known = amounts(programme)
    return [known.get(year) for year in years if year in known or within(programme, year)]


def shares_by_year(programme: Row) -> dict[str | None, dict[int, int]]:
    """Rupiah by year of each source, last what is divided among none; empty while no share is known."""
    found: dict[str | None, dict[int, int]] = {}
    for row in programme["money"]:
        found.setdefault(row["source"], {})[row["year"]] = int(row["rupiah"])
    if set(found) <= {None}:
        return {}
    return dict(sorted(found.items(), key=lambda share: share[0] is None))


def shares(programme: Row) -> dict[str | None, int]:
    """The same for the whole plan."""
    return {source: sum(years.values()) for source, years in shares_by_year(programme).items()}
