"""Findings as tables: problems with their cause and evidence, strengths with their evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from masterplan.book.document import Document, Index, Row, measured

PROBLEM = "masalah"


@dataclass(frozen=True)
class FindingRow:
    """Empty strings are unknown. answered_by holds the codes of programmes."""

    code: str
    title: str
    description: str
    cause: str
    evidence: str
    owner: str
    area: str
    source_url: str
    answered_by: tuple[str, ...]


@dataclass(frozen=True)
class FindingGroup:
    code: str
    name: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True)
class FindingsBlock:
    """Both lists grouped by dimension, in the order of the framework."""

    kind: ClassVar[str] = "findings"
    pictures: ClassVar[tuple[str, ...]] = ()

    problems: tuple[FindingGroup, ...]
    strengths: tuple[FindingGroup, ...]
    problem_count: str
    strength_count: str

    @property
    def captions(self) -> tuple[str, ...]:
        """One per table that has rows: problems first, strengths last."""
        problems = ("Permasalahan, penyebab dan bukti",) if self.problems else ()
        return (*problems, "Keunggulan daerah") if self.strengths else problems


def findings_block(content: Document, scope: str = "") -> FindingsBlock:
    index = Index(content)
    shown = [finding for finding in content["findings"] if scope in ("", finding["dimension"])]
    problems = [finding for finding in shown if finding["kind"] == PROBLEM]
    strengths = [finding for finding in shown if finding["kind"] != PROBLEM]
    return FindingsBlock(
        _groups(index, problems), _groups(index, strengths), str(len(problems)), str(len(strengths))
    )


def _groups(index: Index, findings: Iterable[Row]) -> tuple[FindingGroup, ...]:
    return tuple(
        FindingGroup(dimension["code"], dimension["name"], tuple(finding_row(index, row) for row in rows))
        for dimension, rows in index.per_dimension(findings)
    )


def finding_row(index: Index, finding: Row) -> FindingRow:
    return FindingRow(
        code=finding["code"],
        title=finding["title"],
        description=finding["description"],
        cause=finding["root_cause"],
        evidence=evidence(finding),
        owner=index.office_short(finding["owner_opd"]),
        area=", ".join(finding["area"]),
        source_url=finding["source_url"],
        answered_by=tuple(finding["answered_by"]),
    )


def evidence(finding: Row) -> str:
    """1,71 indeks (2022); empty when no number was given, whatever the year."""
    given = finding["evidence"]
    if not given or given["value"] is None:
        return ""
    shown = measured(given["value"], given["unit"])
    return f"{shown} ({given['year']})" if given["year"] else shown
