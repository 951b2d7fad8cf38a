"""What the audit trail says: what the prepared call of each service leaves, and names that stay for ever."""

import csv
from collections.abc import Iterable
from pathlib import Path

from lib.acts import CHANGES, registered
from lib.audit.models import AuditEvent

HERE = Path(__file__).parent

NAMES = frozenset((HERE / "names.txt").read_text(encoding="utf-8").split())
"""Events that stand in trails: they are read for years, so a name once recorded is never taken out."""

with (HERE / "acts.csv").open(encoding="utf-8") as rows:
    LEFT_BY = {row["service"]: set(row["leaves"].split()) for row in csv.DictReader(rows, delimiter=";")}
"""What the prepared call of a service leaves, with what it needs before (tests/structure/acts)."""


def strange(events: Iterable[AuditEvent]) -> list[str]:
    """Events that no act declares like this."""
    return [line for event in events if (line := _unknown(event))]


def _unknown(event: AuditEvent) -> str:
    act, facts = registered().get(event.act), set(event.changes)
    is_known = (
        act is not None
        and act.about._meta.label_lower == event.object_type
        and (act.facts == CHANGES or set(act.facts) == facts)
    )
    return "" if is_known else f"{event.act}; {event.object_type}; {' '.join(sorted(facts))}"
