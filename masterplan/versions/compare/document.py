"""What changed between two compiled documents, as a plain list. Pure functions."""

from dataclasses import dataclass
from typing import Literal

from lib.documents import Compared, Json
from masterplan.versions.document import PARTS


@dataclass(frozen=True)
class Change:
    """One section, programme or finding that is new, gone or different."""

    kind: str
    code: str
    title: str
    change: Literal["baru", "diubah", "dihapus"]
    fields: tuple[str, ...] = ()


def compare(before: Json | None, after: Json) -> list[Change]:
    """All changes, sections first in the order of the book, then programmes, then findings."""
    found: list[Change] = []
    for part in reversed(PARTS):
        if part.compared:
            old = part.compared.rows(before.get(part.key, [])) if before else {}
            found += _changes(part.compared, old, part.compared.rows(after[part.key]))
    return found


def _changes(of: Compared, before: dict[str, Json], after: dict[str, Json]) -> list[Change]:
    found = []
    for code, row in after.items():
        if code not in before:
            found.append(Change(of.kind, code, row[of.title], "baru"))
        elif row != before[code]:
            # A key that was added later is left out while it is empty (lib.declared.said).
            names = dict.fromkeys((*row, *before[code]))
            differing = tuple(
                of.labels.get(name, name) for name in names if row.get(name, "") != before[code].get(name, "")
            )
            found.append(Change(of.kind, code, row[of.title], "diubah", differing))
    gone = [(code, row) for code, row in before.items() if code not in after]
    return found + [Change(of.kind, code, row[of.title], "dihapus") for code, row in gone]
