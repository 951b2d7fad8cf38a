"""What the trail says of each act: which kind of row it is about, and with which facts. `*` lists changes."""

import csv
from collections.abc import Iterable
from pathlib import Path

from lib.audit.models import AuditEvent


def _table(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows, delimiter=";"))


TABLE = {row["event"]: (row["about"], row["facts"]) for row in _table("trail.csv")}
LEFT_BY = {row["service"]: set(row["leaves"].split()) for row in _table("acts.csv")}
"""What the prepared call of a service leaves, with what it needs before (tests/structure/acts)."""


def strange(events: Iterable[AuditEvent]) -> list[str]:
    """Events that the table does not know like this: a trail is read for years, so its words stay."""
    return [line for event in events if (line := _unknown(event))]


def _unknown(event: AuditEvent) -> str:
    facts = " ".join(sorted(event.changes))
    known = TABLE.get(event.act) in [(event.object_type, facts), (event.object_type, "*")]
    return "" if known else f"{event.act};{event.object_type};{facts}"
