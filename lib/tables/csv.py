"""Tables of a region folder: a source hands on neutral records, and they become rows with named cells.

A record is the line it starts on and its cells as text. `csv_records` is the only source yet."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from lib.tables import values
from lib.tables.files import read_text
from lib.tables.problems import Report
from lib.text import numbers
from lib.text.letters import remarks_on
from lib.text.spelling import is_blank, shown

DELIMITERS = (",", ";", "\t")
MAX_ROWS, MAX_COLUMNS, MAX_HEADER = 10_000, 100, 10_000
CSV_REASONS = {
    "field larger": "sel terlalu panjang, atau tanda kutip tidak ditutup",
    "unexpected end": "tanda kutip dibuka tetapi tidak ditutup",
    "expected after": "tanda kutip di tengah sel harus ditulis dua kali dan selnya diapit tanda kutip",
}
PAIR = re.compile(r"\s*[0-9]{4}\s*=")
Record: TypeAlias = tuple[int, list[str]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a column that the table lacks is empty. A reader method returns a clean value, or reports the
    problem and returns a stand-in."""

    report: Report
    file: str
    line: int
    cells: Mapping[str, str]

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

    def url(self, column: str, limit: int = values.URL) -> str:
        return self._read(column, lambda raw: values.parse_url(raw, limit)) or ""

    def number(self, column: str) -> Decimal | None:
        return self._read(column, lambda raw: numbers.parse(raw, partial(self.notice, column)))

    def rupiah(self, column: str) -> int | None:
        return self._read(column, lambda raw: numbers.parse_rupiah(raw, partial(self.notice, column)))

    def year(self, column: str) -> int | None:
        return self._read(column, values.parse_year)

    def day(self, column: str) -> date | None:
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
        raw = self.cells.get(column, "")
        text = shown(raw)
        try:
            values.refuse_forbidden(text)
            values.refuse_cell_error(text)
            if not is_blank(text):
                for remark in remarks_on(raw):
                    self.notice(column, remark)
                return parse(text)
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


def read_table(
    folder: Path, name: str, columns: Sequence[str], required: Collection[str], report: Report
) -> Table | None:
    """The rows in file order, None standing for an unreadable one. None: the header is unreadable too.
    Columns that are not `required` may be missing; columns that are not in `columns` are noticed."""
    text = read_text(folder, name, report)
    if text is None:
        return None
    return table_of(csv_records(text, name, report), name, columns, required, report)


def csv_records(text: str, name: str, report: Report) -> Iterator[Record]:
    """Lines of nothing but separators are no record; before another one they are noticed. What the header
    has most of parts the cells: a comma, a semicolon or a tab."""
    first = text.lstrip(" \r\n")[:MAX_HEADER].splitlines()[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    start, blank = 1, 0
    try:
        for cells in reader:
            if any(map(shown, cells)):
                if blank:
                    report.notice(name, blank, "", "baris kosong, dilewati dan tidak dihitung")
                yield start, _pairs_joined(cells) if delimiter == ";" else cells
                blank = 0
            elif cells:
                blank = blank or start
            start = reader.line_num + 1
    except csv.Error as refusal:
        listed = (reason for sign, reason in CSV_REASONS.items() if sign in str(refusal))
        reason = next(listed, "bukan CSV yang sah")
        report.problem(name, start, "", f"{reason}; baris sesudahnya belum diperiksa")


def _pairs_joined(cells: Sequence[str]) -> list[str]:
    """`2027=20;2028=25` is one list, also where semicolons part the cells and nobody put it in quotes."""
    joined: list[str] = []
    for cell in cells:
        if joined and PAIR.match(cell) and PAIR.match(joined[-1]):
            joined[-1] += f";{cell}"
        else:
            joined.append(cell)
    return joined


def table_of(
    records: Iterator[Record], name: str, columns: Sequence[str], required: Collection[str], report: Report
) -> Table | None:
    line, head = next(records, (1, []))
    header = [shown(cell) for cell in head]
    if not _is_header(line, header, columns, required, name, report):
        return None
    layout = Layout(report, name, header, required)
    rows: list[Row | None] = []
    seen = len(report.problems)
    for line, cells in records:
        if len(rows) == MAX_ROWS:
            report.problem(name, line, "", f"lebih dari {MAX_ROWS} baris")
            break
        rows.append(layout.row(line, cells))
    return Table(rows, complete=len(report.problems) == seen)


@dataclass(slots=True)
class Layout:
    """Which cell belongs to which column; a column without a name is empty in `header`."""

    report: Report
    file: str
    header: Sequence[str]
    required: Collection[str]
    noticed: set[int] = field(default_factory=set)

    def row(self, line: int, cells: Sequence[str]) -> Row | None:
        """None when the cells do not fit the columns, which is a problem."""
        if not self._fits(line, cells):
            return None
        pairs = list(zip(self.header, cells, strict=False))
        for place, (column, cell) in enumerate(pairs, start=1):
            if not column and place not in self.noticed and shown(cell):
                self.noticed.add(place)
                remark = "kolom tanpa judul tetapi berisi, tidak dibaca"
                self.report.notice(self.file, line, f"ke-{place}", remark)
        return Row(self.report, self.file, line, {column: cell for column, cell in pairs if column})

    def _fits(self, line: int, cells: Sequence[str]) -> bool:
        """Empty cells behind the last column count for nothing. Spreadsheets leave out empty cells at the end
        of a row, so columns that may be empty may be missing there; that is noticed."""
        missing = [column for column in self.header[len(cells) :] if column]
        lacking = [column for column in missing if column in self.required]
        reason = f"baris berisi {len(cells)} sel, seharusnya {len(self.header)}"
        if lacking or any(map(shown, cells[len(self.header) :])):
            self.report.problem(self.file, line, lacking[0] if lacking else "", reason)
            return False
        if missing:
            self.report.notice(self.file, line, missing[0], f"{reason}; sisanya dibaca kosong")
        return True


def _is_header(
    line: int,
    header: Sequence[str],
    columns: Sequence[str],
    required: Iterable[str],
    name: str,
    report: Report,
) -> bool:
    before = len(report.problems)
    named = [column for column in header if column]
    if len(named) > MAX_COLUMNS:
        report.problem(name, line, "", f"lebih dari {MAX_COLUMNS} kolom")
        return False
    for column in dict.fromkeys(named):
        if column not in columns:
            remark = f"kolom tidak dikenal, tidak dibaca{values.suggestion(column, columns)}"
            report.notice(name, line, values.quoted(column), remark)
        elif header.count(column) > 1:
            report.problem(name, line, column, f"kolom tertulis {header.count(column)} kali")
    for column in required:
        if column not in header:
            report.problem(name, line, column, "kolom tidak ada")
    return len(report.problems) == before
