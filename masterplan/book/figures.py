"""Key figures of a section as rows of a table, for page and book alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.text.formats import angka, decimals
from masterplan.book.document import Row


@dataclass(frozen=True)
class FigureRow:
    label: str
    value: str
    unit: str
    year: str
    source: str
    link: str


def figure_rows(rows: Sequence[Row]) -> tuple[FigureRow, ...]:
    """Numbers of one unit get the same decimals."""
    units: dict[str, list[str]] = {}
    for row in rows:
        if row["value"] is not None:
            units.setdefault(row["unit"], []).append(row["value"])
    return tuple(_figure(row, decimals(units.get(row["unit"], ()))) for row in rows)


def _figure(row: Row, places: int) -> FigureRow:
    address = row["source_url"] or ""
    is_link = address.startswith(("http://", "https://"))
    return FigureRow(
        label=row["label"],
        value="" if row["value"] is None else angka(row["value"], places),
        unit=row["unit"],
        year="" if row["year"] is None else str(row["year"]),
        source=address.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.") if is_link else address,
        link=address if is_link else "",
    )
