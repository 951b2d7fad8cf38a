"""findings.csv: what the workshops found, numbered in file order."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bimtek.cycle.tables import DimensionIndex
from lib.tables import values
from lib.tables.csv import Row, Table, read_table
from lib.tables.problems import Report
from opd.offices.tables import OpdDirectory, read_areas, read_office

FILE = "findings.csv"
ROW_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
COLUMNS = (
    "kind",
    "title",
    "description",
    "root_cause",
    "dimension",
    "subdimension",
    "area",
    "owner_opd",
    "evidence_value",
    "evidence_unit",
    "evidence_year",
    "source_url",
)
REQUIRED = ("kind", "title", "dimension")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """`code` is T-001 for the first row after the header, and so on. `owner_opd` is a code."""

    line: int
    code: str
    kind: str
    title: str
    description: str
    root_cause: str
    dimension: str
    subdimension: str | None
    area: tuple[str, ...]
    owner_opd: str | None
    evidence_value: Decimal | None
    evidence_unit: str
    evidence_year: int | None
    source_url: str


@dataclass(frozen=True, slots=True)
class FindingIndex:
    """Finds a finding by its exact title or its row number. `count` includes rows that could not be read."""

    titles: Mapping[str, tuple[str, ...]]
    count: int
    complete: bool

    def code_of(self, reference: str) -> str:
        """Empty when it may stand in a row that could not be read; ValueError when unknown or ambiguous."""
        found = set(self.titles.get(_title_key(reference), ()))
        if ROW_NUMBER.fullmatch(reference) and int(reference) <= self.count:
            found.add(finding_code(int(reference)))
        if len(found) > 1:
            names = ", ".join(sorted(found))
            raise ValueError(f"temuan {values.quoted(reference)} dapat berarti {names}; sebut nomor barisnya")
        if not found and self.complete:
            near = values.suggestion(reference, self.titles)
            raise ValueError(f"temuan {values.quoted(reference)} tidak ada di {FILE}{near}")
        return found.pop() if found else ""


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
        kind=row.choice("kind", kinds),
        title=row.text("title", required=True),
        description=row.prose("description"),
        root_cause=row.prose("root_cause"),
        dimension=dimension,
        subdimension=subdimension,
        area=read_areas(row, "area", directory),
        owner_opd=read_office(row, "owner_opd", directory) or None,
        evidence_value=row.number("evidence_value"),
        evidence_unit=row.text("evidence_unit", values.UNIT),
        evidence_year=row.year("evidence_year"),
        source_url=row.url("source_url"),
    )


def _index(findings: Sequence[FindingRow], table: Table) -> FindingIndex:
    titles: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        key = _title_key(finding.title)
        titles[key] = (*titles.get(key, ()), finding.code)
    return FindingIndex(titles, len(table.rows), table.complete and "" not in titles)


def _title_key(title: str) -> str:
    """Exact to the letter; only spaces and line breaks of any kind count alike."""
    return " ".join(title.split())
