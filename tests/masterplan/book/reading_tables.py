"""What a neutral table says, for tests: cells as text, by row and column."""

from lib.tables.neutral import Cell, Room, Table, View, details, main, words


def text_of(cell: Cell) -> str:
    """Everything a wide medium says in the cell; small lines follow a bar."""
    lines = [main(cell, Room.WIDE), *details(cell, Room.WIDE)]
    return " | ".join(words(parts, Room.WIDE) for parts in lines)


def cells_of(table: Table, row: tuple[Cell, ...]) -> list[str]:
    """The cells of a row, one for each column; those that a wide cell covers are empty."""
    said: list[str] = []
    for _, _, cell in View(table, Room.WIDE).cells(row):
        said += [text_of(cell), *[""] * (cell.span - 1)]
    return said


def rows_of(table: Table) -> list[list[str]]:
    """The lines of all entries."""
    return [
        cells_of(table, (*entry.head, *line))
        for group in table.groups
        for entry in group.entries
        for line in (*entry.lines, *entry.quiet)
    ]


def column_of(table: Table, heading: str) -> list[str]:
    """One column of all lines."""
    at = [column.heading for column in View(table, Room.WIDE).shown].index(heading)
    return [row[at] for row in rows_of(table)]
