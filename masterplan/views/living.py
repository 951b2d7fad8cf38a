"""A living section as it reads now. Its table has the rows and the number it would have in the book."""

from dataclasses import dataclass

from masterplan.enums import SectionKind
from masterplan.exports.blocks import Block
from masterplan.exports.figures import FigureRow, figure_rows
from masterplan.exports.numbering import Caption
from masterplan.exports.prose import ProseBlock, prose
from masterplan.exports.reading import WORDS_A_MINUTE, Reading, chapter_of
from masterplan.models import Section
from masterplan.services.compiling import compile_plan


@dataclass(frozen=True)
class LiveSection:
    prose: tuple[ProseBlock, ...]
    figures: tuple[FigureRow, ...]
    block: Block | None
    captions: tuple[Caption, ...]

    @property
    def words(self) -> int:
        lines = [block.runs for block in self.prose]
        lines += [item.runs for block in self.prose for item in block.items]
        return sum(len("".join(run.text for run in line).split()) for line in lines)

    @property
    def minutes(self) -> int:
        return max(1, round(self.words / WORDS_A_MINUTE)) if self.words else 0


def read(section: Section) -> LiveSection:
    """Only a table reads the whole plan."""
    text = prose(section.body)
    figures = figure_rows(section.figures)
    if section.kind != SectionKind.TABLE:
        return LiveSection(text, figures, None, ())
    document = compile_plan(section.masterplan)
    reading = Reading(document, only=chapter_of(document, section.code))
    planned = next(row for row in reading.planned.sections if row.code == section.code)
    return LiveSection(text, figures, planned.block, planned.table_captions)
