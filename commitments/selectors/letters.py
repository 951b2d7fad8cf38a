"""Letters one person has to do with, and the history of one letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.selectors.board import BoardRow, signature_of
from opd.authorization import Actor, access
from opd.enums import OPD_ROLES, Role
from opd.models import AuditEvent

ACTS: Mapping[str, str] = {
    "commitment.prepared": "Lembar disiapkan",
    "commitment.issued": "Surat tersimpan, OPD diundang",
    "commitment.letter_stored": "Surat tersimpan",
    "commitment.letter_retried": "Surat diminta dibuat lagi",
    "commitment.opened": "Dibuka kepala OPD",
    "commitment.signed": "Ditandatangani: setuju",
    "commitment.signed_with_note": "Ditandatangani: setuju dengan catatan",
    "commitment.declined": "Dijawab: tidak setuju",
    "commitment.withdrawn": "Dicabut",
    "commitment.superseded": "Digantikan; perlu tanda tangan ulang",
    "commitment.carried": "Tetap berlaku; butirnya tidak berubah",
}


@dataclass(frozen=True)
class OwnLetter:
    """The newest letter of one office of the person, and whether the person is its head."""

    row: BoardRow
    commitment: Commitment
    can_sign: bool

    @property
    def waits(self) -> bool:
        return self.can_sign and self.commitment.state == CommitmentState.ISSUED


@dataclass(frozen=True)
class Happening:
    at: datetime
    text: str
    by: str
    reason: str


def own_letters(actor: Actor) -> list[OwnLetter]:
    """Newest letter per plan and office the actor works for; what waits for a signature first. One query."""
    mine = access(actor)
    rows = (
        Commitment.objects.visible_to(actor)
        .filter(opd_id__in=mine.opds(*OPD_ROLES))
        .select_related("opd", "revision", "masterplan", "signature")
        .defer("content", "letter", "revision__content", "signature__evidence")
        .order_by("pk")
    )
    newest = {(row.masterplan_id, row.opd_id): row for row in rows}
    found = [
        OwnLetter(BoardRow(row.opd, row, signature_of(row)), row, mine.acts_for(row.opd_id, Role.HEAD))
        for row in newest.values()
    ]
    return sorted(found, key=lambda letter: (not letter.waits, -letter.commitment.pk))


def history(commitment: Commitment) -> list[Happening]:
    """What the audit trail holds of this letter, oldest first. One query."""
    events = AuditEvent.objects.filter(
        object_type="commitments.commitment", object_id=str(commitment.pk), act__in=ACTS
    )
    return [
        Happening(event.at, _text(event), event.actor_label, event.changes.get("reason", ""))
        for event in events.order_by("pk")
    ]


def _text(event: AuditEvent) -> str:
    to = event.changes.get("to", "")
    return f"{ACTS[event.act]} dalam {to}" if to else ACTS[event.act]


def others(commitment: Commitment) -> list[Commitment]:
    """The other letters of the same OPD in this plan, newest first. One query."""
    return list(
        Commitment.objects.filter(masterplan=commitment.masterplan_id, opd=commitment.opd_id)
        .exclude(pk=commitment.pk)
        .select_related("revision")
        .defer("content", "letter", "revision__content")
        .order_by("-pk")
    )
