"""What was done to one row, in words, for its page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from lib.acts import CHANGES, Act, registered, words_of
from lib.audit.models import AuditEvent
from lib.audit.selectors import events_of

SHOWN = 12
NAMED = 4
"""Of a change that touched more fields, so many are named."""


@dataclass(frozen=True)
class Moment:
    at: datetime
    by: str
    what: str


def history(row: Any, created: Act, label: Callable[[str], str]) -> list[Moment]:
    """Newest first. What came with a region's folder has no event of its creation; it says so. One query.

    label: what people call a field of the row.
    """
    events = events_of(row)
    moments = [Moment(event.at, event.actor_label, _words(event, label)) for event in events]
    if not any(event.act == created.name for event in events):
        moments.append(Moment(row.created_at, "Sistem", "memuat dari berkas daerah"))
    return moments[:SHOWN]


def _words(event: AuditEvent, label: Callable[[str], str]) -> str:
    said, act = words_of(event.act), registered().get(event.act)
    if act is None or act.facts != CHANGES:
        return said
    named = [_in_a_sentence(_label(name, label)) for name in event.changes]
    if len(named) > NAMED:
        named = [*named[: NAMED - 1], f"dan {len(named) - NAMED + 1} isian lain"]
    return f"{said} {', '.join(named) or 'isian'}"


def _label(name: str, label: Callable[[str], str]) -> str:
    """The trail is read for years: a field that is no more keeps its name."""
    try:
        return label(name)
    except FieldDoesNotExist:
        return name


def _in_a_sentence(words: str) -> str:
    """ "OPD pendukung" stays, "Nama program" begins small."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
