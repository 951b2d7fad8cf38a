"""What happened to a finding, in words."""

from dataclasses import dataclass
from datetime import datetime

from bimtek.models import Finding
from opd.models import AuditEvent
from opd.selectors import events_of

SHOWN = 12
WORDS = {
    "finding.recorded": "mencatat temuan ini",
    "finding.changed": "mengubah",
    "finding.set_aside": "mengesampingkan",
    "finding.restored": "mengembalikan ke rencana",
}


@dataclass(frozen=True)
class Moment:
    at: datetime
    by: str
    what: str


def history(finding: Finding) -> list[Moment]:
    """Newest first. What came with a region's folder has no recorder; it says so."""
    events = events_of(finding)
    moments = [Moment(event.at, event.actor_label, _words(event)) for event in events]
    if not any(event.act == "finding.recorded" for event in events):
        moments.append(Moment(finding.created_at, "Sistem", "memuat dari berkas daerah"))
    return moments[:SHOWN]


def _words(event: AuditEvent) -> str:
    said = WORDS.get(event.act, event.act)
    if event.act == "finding.changed":
        named = [str(getattr(Finding._meta.get_field(name), "verbose_name", name)) for name in event.changes]
        return f"{said} {', '.join(named)}" if named else f"{said} isian"
    return said
