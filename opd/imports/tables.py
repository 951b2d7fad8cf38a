"""CSV files: rows with named cells that know their physical line, read with every problem reported."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from opd import numbers
from opd.imports import values
from opd.imports.files import read_bytes
from opd.imports.problems import Report

MAX_ROWS = 10_000
BAD_BYTE = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of a byte that is no UTF-8
CSV_REASONS = {
    "field larger": "sel terlalu panjang, atau tanda kutip tidak ditutup",
    "unexpected end": "tanda kutip dibuka tetapi tidak ditutup",
    "expected after": "tanda kutip di tengah sel harus ditulis dua kali dan selnya diapit tanda kutip",
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A reader method returns a clean value, or reports the problem and returns a stand-in.
    Cells with a broken byte are reported already and read as empty."""

    report: Report
    file: str
    line: int
    cells: Mapping[str, str]
    broken: frozenset[str] = frozenset()

    def problem(self, column: str, reason: str) -> None:
        self.report.problem(self.file, self.line, column, reason)

    def notice(self, column: str, reason: str) -> None:
        self.report.notice(self.file, self.line, column, reason)

    def text(self, column: str, limit: int = values.NAME, *, required: bool = False) -> str:
        return self._read(column, lambda raw: values.parse_text(raw, limit), required) or ""

    def prose(self, column: str, limit: int = values.PROSE) -> str:
        return self._read(column, lambda raw: values.parse_text(raw, limit, lines=True)) or ""

    def code(self, column: str, limit: int = values.CODE) -> str:
        return self._read(column, lambda raw: values.parse_code(raw, limit), required=True) or ""

    def url(self, column: str) -> str:
        return self._read(column, values.parse_url) or ""

    def number(self, column: str) -> Decimal | None:
        return self._read(column, lambda raw: numbers.parse(raw, point="decimal"))

    def year(self, column: str) -> int | None:
        return self._read(column, values.parse_year)

    def date(self, column: str) -> date | None:
        return self._read(column, values.parse_date)

    def flag(self, column: str) -> bool:
        return bool(self._read(column, values.parse_flag, required=True))

    def parsed(self, column: str, parse: Callable[[str], T]) -> T | None:
        """For formats of one app alone; `parse` raises ValueError with the reason."""
        return self._read(column, parse)

    def choice(self, column: str, options: Collection[str], *, required: bool = True) -> str:
        """One of `options`, spelled exactly. No options: they could not be read, so nothing is compared."""
        text = self.text(column, required=required)
        if text and options and text not in options:
            self.problem(column, values.unknown(text, options))
        return text

    def items(self, column: str) -> list[str]:
        return values.split_items(self.text(column, values.PROSE))

    def _read(self, column: str, parse: Callable[[str], T], required: bool = False) -> T | None:
        raw = self.cells[column]
        if column in self.broken:
            return None
        try:
            values.refuse_forbidden(raw)
            if raw.strip():
                return parse(raw)
            if required:
                raise ValueError("wajib diisi")
        except ValueError as refusal:
            self.problem(column, str(refusal))
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """`complete` is False when rows are missing because they could not be read: then a name that is not found
    may stand in one of them, and must not be reported as unknown."""

    rows: Sequence[Row | None]
    complete: bool


def read_table(folder: Path, name: str, columns: Sequence[str], report: Report) -> Table | None:
    """The rows in file order, None standing for an unreadable one. None: the header is unreadable too."""
    data = read_bytes(folder, name, report)
    if data is None:
        return None
    records = _records(data.decode("utf-8", "surrogateescape"), name, report)
    _, header = next(records, (1, []))
    if not _is_header(header, columns, name, report):
        return None
    rows: list[Row | None] = []
    order = [cell.strip() for cell in header]
    seen = len(report.problems)
    for line, cells in records:
        if len(rows) == MAX_ROWS:
            report.problem(name, line, "", f"lebih dari {MAX_ROWS} baris")
            break
        rows.append(_row(line, cells, order, name, report))
    return Table(rows, complete=len(report.problems) == seen)


def _records(text: str, name: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Each record with the physical line it starts on; lines without any cell are no record."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as refusal:
        told = (reason for sign, reason in CSV_REASONS.items() if sign in str(refusal))
        reason = next(told, "bukan CSV yang sah")
        report.problem(name, start, "", f"{reason}; baris sesudahnya belum diperiksa")


def _is_header(header: list[str], columns: Sequence[str], name: str, report: Report) -> bool:
    found = [cell.strip() for cell in header]
    before = len(report.problems)
    if len(found) == 1 and ";" in found[0]:
        report.problem(name, 1, "", "kolom dipisahkan titik koma; pisahkan dengan koma")
        return False
    for column in dict.fromkeys(found):
        if column not in columns:
            near = values.suggestion(column, columns)
            report.problem(name, 1, values.quoted(column), f"kolom tidak dikenal{near}")
        elif found.count(column) > 1:
            report.problem(name, 1, column, f"kolom tertulis {found.count(column)} kali")
    for column in columns:
        if column not in found:
            report.problem(name, 1, column, "kolom tidak ada")
    return len(report.problems) == before


def _row(line: int, cells: list[str], order: list[str], name: str, report: Report) -> Row | None:
    if len(cells) != len(order):
        place = order[len(cells)] if len(cells) < len(order) else ""
        report.problem(name, line, place, f"baris berisi {len(cells)} sel, seharusnya {len(order)}")
        return None
    broken = set()
    for column, cell in zip(order, cells, strict=True):
        if found := BAD_BYTE.search(cell):
            position = len(cell[: found.start()].encode("utf-8", "surrogateescape")) + 1
            byte = ord(found[0]) - 0xDC00
            report.problem(name, line, column, f"bukan UTF-8: bita ke-{position} sel ini 0x{byte:02X}")
            broken.add(column)
    return Row(report, name, line, dict(zip(order, cells, strict=True)), frozenset(broken))
