"""All OPDs of a plan and the letter that counts for each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commitments.enums import CommitmentState
from commitments.models import Commitment, Signature
from masterplan.models import Masterplan, Revision
from opd import clock
from opd.models import Opd

NONE = "none"
STANDING = ("masterplan_id", "opd_id", "state", "is_vacant", "opened_at")
OPENED = "dibuka"
LABELS = {
    NONE: "belum",
    CommitmentState.PREPARING: "disiapkan",
    CommitmentState.ISSUED: "diundang",
    CommitmentState.SIGNED: "setuju",
    CommitmentState.SIGNED_WITH_NOTE: "dengan catatan",
    CommitmentState.DECLINED: "tidak setuju",
    CommitmentState.WITHDRAWN: "dicabut",
    CommitmentState.SUPERSEDED: "perlu tanda tangan ulang",
}
APPEARANCE = {
    "belum": ("none", "circle"),
    "disiapkan": ("wait", "clock"),
    "diundang": ("wait", "envelope"),
    OPENED: ("wait", "eye"),
    "setuju": ("ok", "check-circle-fill"),
    "dengan catatan": ("warn", "exclamation-triangle-fill"),
    "tidak setuju": ("bad", "x-octagon-fill"),
    "dicabut": ("none", "dash-circle"),
    "perlu tanda tangan ulang": ("info", "arrow-repeat"),
}
"""How a word is shown: the kind of status and its icon."""


def signature_of(commitment: Commitment) -> Signature | None:
    """The answer, when there is one. Asks nothing when the row was fetched together with it."""
    return getattr(commitment, "signature", None)


def label_of(commitment: Commitment | None) -> str:
    """The words of the board; *dibuka* is a time, not a state."""
    if commitment is None:
        return LABELS[NONE]
    if commitment.state == CommitmentState.ISSUED and commitment.opened_at:
        return OPENED
    return LABELS[commitment.state]


@dataclass(frozen=True)
class BoardRow:
    """One OPD and the letter that counts for it: the newest one."""

    opd: Opd
    commitment: Commitment | None
    signature: Signature | None

    @property
    def state(self) -> str:
        return self.commitment.state if self.commitment else NONE

    @property
    def state_label(self) -> str:
        return label_of(self.commitment)

    @property
    def kind(self) -> str:
        return APPEARANCE[self.state_label][0]

    @property
    def icon(self) -> str:
        return APPEARANCE[self.state_label][1]

    @property
    def is_signed(self) -> bool:
        return self.commitment is not None and self.commitment.is_signed

    @property
    def is_vacant(self) -> bool:
        return self.commitment is not None and self.commitment.is_vacant and not self.is_signed

    @property
    def is_open(self) -> bool:
        return self.state in (CommitmentState.PREPARING, CommitmentState.ISSUED)

    @property
    def since(self) -> datetime | None:
        """When the row came into the state it is in."""
        if self.commitment is None:
            return None
        if self.commitment.ended_at:
            return self.commitment.ended_at
        if self.signature:
            return self.signature.signed_at
        return self.commitment.opened_at or self.commitment.issued_at or self.commitment.created_at

    @property
    def waiting(self) -> str:
        """How long the OPD has had its invitation."""
        if self.commitment is None or self.commitment.issued_at is None:
            return ""
        days = (clock.today() - clock.local_day(self.commitment.issued_at)).days
        return f"{days} hari" if days else "sejak hari ini"

    @property
    def holds_back(self) -> str:
        """What somebody of the office has to weigh; a note or reason is quoted by the page itself."""
        if self.is_vacant and self.is_open:
            return "Jabatan kosong, jadi lembarnya belum dapat ditandatangani."
        if self.state == CommitmentState.SUPERSEDED:
            return "Janjinya berubah sejak ditandatangani; lembar baru belum terbit."
        return (
            self.commitment.end_reason if self.commitment and self.state == CommitmentState.WITHDRAWN else ""
        )


def board(plan: Masterplan, *, revision: Revision | None = None) -> list[BoardRow]:
    """Every OPD of the region with its newest letter, in the order of the offices. Two queries."""
    newest: dict[int, Commitment] = {}
    rows = Commitment.objects.filter(masterplan=plan).select_related("revision", "signature").order_by("pk")
    if revision is not None:
        rows = rows.filter(revision__number__lte=revision.number)
    for commitment in rows.defer("content", "letter", "revision__content", "signature__evidence"):
        newest[commitment.opd_id] = commitment
    return [
        BoardRow(opd, found := newest.get(opd.pk), signature_of(found) if found else None)
        for opd in Opd.objects.filter(region_id=plan.region_id)
    ]


def standings(plans: Iterable[Masterplan]) -> dict[int, list[BoardRow]]:
    """The boards of several plans, without what was said in the answers. Two queries, however many plans."""
    plans = list(plans)
    newest: dict[tuple[int, int], Commitment] = {}
    rows = Commitment.objects.filter(masterplan__in=plans).only(*STANDING).order_by("pk")
    for commitment in rows:
        newest[commitment.masterplan_id, commitment.opd_id] = commitment
    offices: dict[int, list[Opd]] = defaultdict(list)
    for opd in Opd.objects.filter(region__in={plan.region_id for plan in plans}):
        offices[opd.region_id].append(opd)
    return {
        plan.pk: [BoardRow(opd, newest.get((plan.pk, opd.pk)), None) for opd in offices[plan.region_id]]
        for plan in plans
    }
