"""Key figures of a section as a table, for page and book alike."""

from collections.abc import Sequence

from lib.tables.neutral import Cell, Column, Entry, Group, Kind, Part, Table, known
from lib.text.formats import angka, decimals
from masterplan.book.document import Row

COLUMNS = (
    Column("Uraian"),
    Column("Nilai", Kind.SUM, 22),
    Column("Satuan", width=27),
    Column("Tahun", width=17),
    Column("Sumber", width=41),
)


def figures_table(rows: Sequence[Row]) -> Table | None:
    """Nothing when there are no figures. Numbers of one unit get the same decimals."""
    if not rows:
        return None
    units: dict[str, list[str]] = {}
    for row in rows:
        if row["value"] is not None:
            units.setdefault(row["unit"], []).append(row["value"])
    entries = tuple(_entry(row, decimals(units.get(row["unit"], ()))) for row in rows)
    return Table("Angka kunci", COLUMNS, (Group(entries),), is_found=True)


def _entry(row: Row, places: int) -> Entry:
    value = "" if row["value"] is None else angka(row["value"], places)
    year = "" if row["year"] is None else str(row["year"])
    cells = (
        Cell(row["label"]),
        known(value, "kosong"),
        Cell(row["unit"]),
        known(year, "tanpa tahun"),
        _source(row["source_url"] or ""),
    )
    return Entry((cells,))


def _source(address: str) -> Cell:
    """An address by its host; other words as they are."""
    if not address.startswith(("http://", "https://")):
        return known(address, "belum dicatat")
    host = address.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
    return Cell(parts=(Part(host, address=address),))
