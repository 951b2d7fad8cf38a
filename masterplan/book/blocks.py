"""Live blocks: one function turns a compiled document into the rows of a table, for page and book alike.

Each block is a frozen dataclass of texts (unknown is an empty string, never 0) with a kind. A page renders it
with masterplan/blocks/<kind>.html, the book with book/blocks/<kind>.html; both get it as "block".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from masterplan.book.commitment_rows import CommitmentsBlock, commitments_block
from masterplan.book.document import Document, Row
from masterplan.book.findings import FindingsBlock, findings_block
from masterplan.book.matrix import ProgrammesBlock, programmes_block
from masterplan.book.roadmap import ActivityBlock, RoadmapBlock, activity_block, roadmap_block
from masterplan.book.summaries import (
    KeywordsBlock,
    QuickWinsBlock,
    SummaryBlock,
    TargetsBlock,
    keywords_block,
    quick_wins_block,
    summary_block,
    targets_block,
)


@dataclass(frozen=True)
class EmptyBlock:
    """A table whose rows nobody has collected yet; it is said, not hidden."""

    kind: ClassVar[str] = "empty"
    captions: ClassVar[tuple[str, ...]] = ()
    pictures: ClassVar[tuple[str, ...]] = ()

    table: str


Block: TypeAlias = (
    ActivityBlock
    | CommitmentsBlock
    | EmptyBlock
    | FindingsBlock
    | KeywordsBlock
    | ProgrammesBlock
    | QuickWinsBlock
    | RoadmapBlock
    | SummaryBlock
    | TargetsBlock
)


@dataclass(frozen=True)
class Table:
    """make: the document and a scope → its block. reads: the document's keys it needs; without a single row
    under `rows` it says nothing."""

    make: Callable[[Document, str], Block]
    reads: tuple[str, ...]
    rows: str = ""


_PROGRAMMES = ("dimensions", "horizons", "programmes", "years")
TABLES = {
    "activity": Table(activity_block, _PROGRAMMES, "programmes"),
    "dimension_summary": Table(summary_block, ("dimensions", "findings", "programmes", "years")),
    # Who answers a finding follows from the programmes.
    "findings": Table(findings_block, ("dimensions", "findings", "opds", "programmes"), "findings"),
    "programmes": Table(programmes_block, (*_PROGRAMMES, "opds"), "programmes"),
    "quick_wins": Table(
        quick_wins_block, ("dimensions", "findings", "funding_sources", "opds", "programmes", "years")
    ),
    "roadmap": Table(roadmap_block, (*_PROGRAMMES, "opds"), "programmes"),
    "targets": Table(targets_block, _PROGRAMMES, "programmes"),
    "vision_keywords": Table(keywords_block, ("masterplan",)),
    "commitments": Table(lambda content, _: commitments_block(content, (), ""), ("opds", "programmes")),
}


def read_by(tables: Iterable[str]) -> set[str]:
    """The keys of the document that these tables need; a table nobody knows needs none."""
    return {key for table in tables if table in TABLES for key in TABLES[table].reads}


def block(
    content: Document,
    table: str,
    scope: str = "",
    *,
    commitments: Sequence[Row] = (),
    verify_base: str = "",
) -> Block:
    """The rows of one table. scope: the code of a dimension, or everything.

    commitments are the rows of an edition; a living plan has none, and every office is then listed as belum.
    """
    if table == "commitments":
        return commitments_block(content, commitments, verify_base)
    known = TABLES.get(table)
    if known is None or (known.rows and not content[known.rows]):
        return EmptyBlock(table)
    made = known.make(content, scope)
    return EmptyBlock(table) if isinstance(made, TargetsBlock) and not made.groups else made
