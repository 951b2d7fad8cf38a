"""What one section shows: neutral tables, and for a few of them a frame of their own."""

from dataclasses import dataclass
from typing import ClassVar

from lib.tables.neutral import Table


@dataclass(frozen=True)
class Block:
    """frame: the template that draws it, `page/<frame>.html` and `print/blocks/<frame>.html`; "tables" draws
    the tables one below the other. A block without a table in that frame is said to be empty, not hidden."""

    frame: ClassVar[str] = "tables"

    tables: tuple[Table, ...] = ()

    @property
    def captions(self) -> tuple[str, ...]:
        return tuple(table.title for table in self.tables)

    @property
    def pictures(self) -> tuple[str, ...]:
        return ()

    @property
    def is_wide(self) -> bool:
        """Whether it needs a page in landscape."""
        return any(table.is_wide for table in self.tables)

    @property
    def has_anchors(self) -> bool:
        return any(table.has_anchors for table in self.tables)


@dataclass(frozen=True)
class EmptyBlock(Block):
    """A table whose rows nobody has collected yet."""

    frame: ClassVar[str] = "empty"
