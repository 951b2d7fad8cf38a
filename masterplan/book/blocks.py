"""Live blocks: one function turns a compiled document into the rows of a table, for page and book alike.

Each block is a frozen dataclass of texts (unknown is an empty string, never 0) with a kind. A page renders it
with masterplan/blocks/<kind>.html, the book with book/blocks/<kind>.html; both get it as "block".
"""

from collections.abc import Callable, Sequence
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

_MAKERS: dict[str, Callable[[Document, str], Block]] = {
    "activity": activity_block,
    "dimension_summary": summary_block,
    "findings": findings_block,
    "programmes": programmes_block,
    "quick_wins": quick_wins_block,
    "roadmap": roadmap_block,
    "targets": targets_block,
    "vision_keywords": keywords_block,
}
_NEEDS = {
    "activity": "programmes",
    "findings": "findings",
    "programmes": "programmes",
    "roadmap": "programmes",
    "targets": "programmes",
}
"""Tables that say nothing without a single row of this kind."""


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
    if table not in _MAKERS or (table in _NEEDS and not content[_NEEDS[table]]):
        return EmptyBlock(table)
    made = _MAKERS[table](content, scope)
    return EmptyBlock(table) if isinstance(made, TargetsBlock) and not made.groups else made
