"""findings.csv: what the workshops found, numbered in file order."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bimtek.cycle.tables import DimensionIndex
from bimtek.findings.document import PLAIN
from lib.tables import declared, values
from lib.tables.csv import Row, Table, read_table
from lib.tables.problems import Problem, Report
from lib.text.search import searchable
from opd.offices.tables import OpdDirectory, read_areas, read_office

FILE = "findings.csv"
ROW_NUMBER = re.compile(r"(?:t-0{0,2})?([1-9][0-9]{0,8})")
PRINTED = re.compile(r"t-0{0,2}([1-9][0-9]{0,8})")
SEMICOLON = re.compile(r"\s*;\s*")
COLUMNS = ("dimension", "subdimension", "area", "owner_opd", *declared.columns(PLAIN))
REQUIRED = ("kind", "title", "dimension")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """`code` is T-001 for the first row after the header, and so on. `owner_opd` is a code; `plain` are the
    declared fields by name."""

    line: int
    code: str
    plain: Mapping[str, Any]
    dimension: str
    subdimension: str | None
    area: tuple[str, ...]
    owner_opd: str | None


class Mention(NamedTuple):
    """A cell that names findings by code. `printed` are those of its codes that were written as codes."""

    file: str
    line: int
    column: str
    codes: tuple[str, ...]
    printed: tuple[str, ...]

    def problem(self, reason: str) -> Problem:
        return Problem(self.file, self.line, self.column, reason)


@dataclass(frozen=True, slots=True)
class FindingIndex:
    """Finds a finding by its title, its code or its row number. `count` includes rows that could not be read.

    `titles` are in the spelling of `title_key`.
    """

    titles: Mapping[str, tuple[str, ...]]
    count: int
    complete: bool

    def code_of(self, reference: str) -> str:
        """Empty when it may stand in a row that could not be read; ValueError when unknown or ambiguous."""
        key = title_key(reference)
        found = set(self.titles.get(key, ()))
        if (number := ROW_NUMBER.fullmatch(key)) and int(number[1]) <= self.count:
            found.add(finding_code(int(number[1])))
        if len(found) > 1:
            names = ", ".join(sorted(found))
            raise ValueError(f"temuan {values.quoted(reference)} dapat berarti {names}; sebut nomor barisnya")
        if not found and self.complete:
            near = values.suggestion(key, self.titles) or "; tulis judul, kode (T-001) atau nomor barisnya"
            raise ValueError(f"temuan {values.quoted(reference)} tidak ada di {FILE}{near}")
        return found.pop() if found else ""

    def printed_code(self, reference: str) -> str:
        """T-071 for a reference written as the portal prints codes; empty for a title and a row number."""
        found = PRINTED.fullmatch(title_key(reference))
        return finding_code(int(found[1])) if found else ""

    def references(self, cell: str) -> list[str]:
        """The parts of a `;`-separated cell; a title that holds semicolons itself is one part."""
        parts, found = [part for part in cell.split(";") if part.strip()], []
        longest = 1 + max((title.count(";") for title in self.titles), default=0)
        while parts:
            sizes = range(min(longest, len(parts)), 1, -1)
            size = next((size for size in sizes if title_key(";".join(parts[:size])) in self.titles), 1)
            found.append(";".join(parts[:size]).strip())
            parts = parts[size:]
        return found


def finding_code(number: int) -> str:
    return f"T-{number:03d}"


def read_findings(
    folder: Path,
    report: Report,
    *,
    directory: OpdDirectory,
    dimensions: DimensionIndex,
    kinds: Collection[str],
) -> tuple[tuple[FindingRow, ...], FindingIndex]:
    table = read_table(folder, FILE, COLUMNS, REQUIRED, report) or Table([], complete=False)
    findings = tuple(
        _finding(row, finding_code(number), directory, dimensions, kinds)
        for number, row in enumerate(table.rows, start=1)
        if row
    )
    return findings, _index(findings, table)


def _finding(
    row: Row, code: str, directory: OpdDirectory, dimensions: DimensionIndex, kinds: Collection[str]
) -> FindingRow:
    dimension, subdimension = dimensions.read(row)
    return FindingRow(
        line=row.line,
        code=code,
        plain=declared.read(row, PLAIN, {"kind": row.choice("kind", kinds)}),
        dimension=dimension,
        subdimension=subdimension,
        area=read_areas(row, "area", directory),
        owner_opd=read_office(row, "owner_opd", directory) or None,
    )


def _index(findings: Sequence[FindingRow], table: Table) -> FindingIndex:
    titles: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        key = title_key(finding.plain["title"])
        titles[key] = (*titles.get(key, ()), finding.code)
    return FindingIndex(titles, len(table.rows), table.complete and "" not in titles)


def title_key(title: str) -> str:
    """Equal for titles that differ only in case, kinds of spaces, apostrophes and dashes, or beside a `;`."""
    return SEMICOLON.sub(";", searchable(title))
