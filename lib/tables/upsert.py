"""Rows from files: made when new, renewed when the file changed, left alone when a person touched them.

Every loaded row keeps the digest of the file's row it came from, so loading a file twice changes nothing.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from lib.tables.problems import Problem
from lib.versioned.models import Versioned


@dataclass
class LoadReport:
    """What a load did. `skipped` names rows that were edited in the portal, `notices` tell what was read in a
    way the person should know of, beside the rows that the portal has."""

    made: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changes(self) -> int:
        """How many rows were made or renewed so far."""
        return len(self.made) + len(self.renewed)

    @property
    def has_changes(self) -> bool:
        return bool(self.changes)


Link = Callable[[Any], None]


def upsert(
    model: type[Model],
    key: dict[str, Any],
    values: dict[str, Any],
    report: LoadReport,
    *,
    existing: Model | None,
    extra: Any = None,
    link: Link | None = None,
) -> Any:
    """Bring one row up to date and return it.

    `existing` is the row found by its natural key, `extra` what belongs to it but stands in other tables,
    `link` stores that. The row's own columns and `extra` make the digest together.
    """
    digest = _digest([values, extra])
    row: Any = existing
    if row is not None and row.loaded_hash == digest:
        report.unchanged += 1
        if getattr(row, "edited_at", None) is not None:
            report.skipped.append(str(row))
        return row
    if row is not None and getattr(row, "edited_at", None) is not None:
        report.skipped.append(str(row))
        return row
    if row is None:
        row = model(**key)
    for name, value in values.items():
        setattr(row, name, value)
    row.loaded_hash = digest
    if existing is not None and isinstance(row, Versioned):
        row.version += 1
    row.save()
    if link is not None:
        link(row)
    (report.made if existing is None else report.renewed).append(str(row))
    return row


def _digest(values: Any) -> str:
    text = json.dumps(values, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
