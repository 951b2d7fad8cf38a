"""The register of live tables: one function turns a compiled document into the block of a section."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bimtek.worksheets import WORKSHEETS
from lib.tables.neutral import Table
from masterplan.book.block import Block, EmptyBlock
from masterplan.book.commitment_rows import commitments_block
from masterplan.book.document import Document, Row
from masterplan.book.findings import findings_block
from masterplan.book.matrix import programmes_block
from masterplan.book.roadmap import activity_block, roadmap_block
from masterplan.book.summaries import keywords_block, quick_wins_block, summary_block, targets_block


@dataclass(frozen=True)
class LiveTable:
    """make: the document and a scope → its block. reads: the document's keys it needs; without a single row
    under `rows` it says nothing."""

    make: Callable[[Document, str], Block]
    reads: tuple[str, ...]
    rows: str = ""


def worksheet(key: str, table: Callable[[Document], Table]) -> LiveTable:
    """The table of a worksheet, under the key of its part."""
    return LiveTable(lambda content, _: Block((table(content),)), (key,), key)


SHORT_ROADMAP = "activity"
"""What a second roadmap of a book becomes; no section asks for it."""
_PROGRAMMES = ("dimensions", "horizons", "programmes", "years")
TABLES = {
    SHORT_ROADMAP: LiveTable(activity_block, _PROGRAMMES, "programmes"),
    "dimension_summary": LiveTable(summary_block, ("dimensions", "findings", "programmes", "years")),
    # Who answers a finding follows from the programmes.
    "findings": LiveTable(findings_block, ("dimensions", "findings", "opds", "programmes"), "findings"),
    "programmes": LiveTable(programmes_block, (*_PROGRAMMES, "opds"), "programmes"),
    "quick_wins": LiveTable(
        quick_wins_block, ("dimensions", "findings", "funding_sources", "opds", "programmes", "years")
    ),
    "roadmap": LiveTable(roadmap_block, (*_PROGRAMMES, "opds"), "programmes"),
    "targets": LiveTable(targets_block, _PROGRAMMES, "programmes"),
    "vision_keywords": LiveTable(keywords_block, ("masterplan",)),
    "commitments": LiveTable(lambda content, _: commitments_block(content, (), ""), ("opds", "programmes")),
    **{part.key: worksheet(part.key, part.table) for part in WORKSHEETS if part.table},
}


def named() -> tuple[str, ...]:
    """The tables a section can ask for by name."""
    return tuple(name for name in TABLES if name != SHORT_ROADMAP)


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
    if known is None or (known.rows and not content.get(known.rows)):
        return EmptyBlock()
    made = known.make(content, scope)
    return made if made.tables or made.frame != Block.frame else EmptyBlock()
