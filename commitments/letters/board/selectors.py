"""All OPDs of a plan and the letter that counts for each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commitments.letters.models import Commitment, CommitmentState, Signature
from lib import clock
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from opd.offices.models import Opd

NONE = "none"

COLUMNS = ("masterplan_id", "opd_id", "state", "is_vacant", "opened_at")

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
    rows = Commitment.objects.filter(masterplan__in=plans).only(*COLUMNS).order_by("pk")
    for commitment in rows:
        newest[commitment.masterplan_id, commitment.opd_id] = commitment
    offices: dict[int, list[Opd]] = defaultdict(list)
    for opd in Opd.objects.filter(region__in={plan.region_id for plan in plans}):
        offices[opd.region_id].append(opd)
    return {
        plan.pk: [BoardRow(opd, newest.get((plan.pk, opd.pk)), None) for opd in offices[plan.region_id]]
        for plan in plans
    }


SLUGS = {
    "tidak-setuju": "tidak setuju",
    "catatan": "dengan catatan",
    "ulang": "perlu tanda tangan ulang",
    "dibuka": OPENED,
    "diundang": "diundang",
    "disiapkan": "disiapkan",
    "dicabut": "dicabut",
    "belum": "belum",
    "setuju": "setuju",
}
"""Words of the address, in the order of the tabs: what needs somebody first."""

VACANT = "kosong"
"""In the address: letters of offices that nobody holds."""

ANSWERED_BY_US = (CommitmentState.DECLINED, CommitmentState.SIGNED_WITH_NOTE, CommitmentState.SUPERSEDED)


@dataclass(frozen=True)
class Tab:
    slug: str
    label: str
    icon: str
    count: int
    current: bool


@dataclass(frozen=True)
class Overview:
    """Every OPD stands in exactly one of ours, theirs, signed and absent."""

    rows: Sequence[BoardRow]
    shown: str

    @property
    def ours(self) -> list[BoardRow]:
        """Declined, with a note, to be signed again, taken back, and offices nobody holds."""
        waiting = [row for row in self.rows if is_ours(row)]
        return sorted(waiting, key=lambda row: list(SLUGS.values()).index(row.state_label))

    @property
    def theirs(self) -> list[BoardRow]:
        return [row for row in self.rows if row.is_open and not row.is_vacant]

    @property
    def signed(self) -> list[BoardRow]:
        return [row for row in self.rows if row.state == CommitmentState.SIGNED]

    @property
    def all_signed(self) -> list[BoardRow]:
        return [row for row in self.rows if row.is_signed]

    @property
    def weighed(self) -> list[BoardRow]:
        """Unsigned, and time alone will not help: what a leader reads first. A refusal is no signature."""
        return [row for row in self.ours if not row.is_signed] + self.absent

    @property
    def absent(self) -> list[BoardRow]:
        return [row for row in self.rows if row.commitment is None]

    @property
    def listed(self) -> list[BoardRow]:
        """The rows of the chosen tab, or of all states that the address names."""
        asked = self.shown.split(",")
        labels = {SLUGS[slug] for slug in asked if slug in SLUGS}
        return [
            row
            for row in self.rows
            if row.state_label in labels or (VACANT in asked and waits_for_holder(row))
        ]

    @property
    def tabs(self) -> list[Tab]:
        counts = Counter(row.state_label for row in self.rows)
        found = [
            Tab(slug, label, APPEARANCE[label][1], counts[label], slug == self.shown)
            for slug, label in SLUGS.items()
            if counts[label] or slug == self.shown
        ]
        return [Tab("", "semua", "", len(self.rows), not self.shown), *found]

    @property
    def agreed(self) -> int:
        return sum(row.is_signed for row in self.rows)

    @property
    def with_note(self) -> int:
        return sum(row.state == CommitmentState.SIGNED_WITH_NOTE for row in self.rows)

    @property
    def declined(self) -> int:
        return sum(row.state == CommitmentState.DECLINED for row in self.rows)

    @property
    def under_way(self) -> int:
        return sum(row.state_label in (OPENED, SLUGS["ulang"]) for row in self.rows)

    @property
    def untouched(self) -> int:
        """Neither opened nor answered."""
        return len(self.rows) - self.agreed - self.under_way - self.declined

    @property
    def rest(self) -> int:
        return self.untouched + self.declined

    @property
    def summary(self) -> str:
        """The bar in words, for who does not see it."""
        return (
            f"{self.agreed} setuju, {self.under_way} dibuka atau perlu ulang, "
            f"{self.untouched} belum dibuka, {self.declined} tidak setuju"
        )

    @property
    def to_issue(self) -> int:
        """OPDs that a press of the button gives a letter for certain: none yet, or superseded."""
        return len(self.absent) + sum(row.state == CommitmentState.SUPERSEDED for row in self.rows)


def is_ours(row: BoardRow) -> bool:
    if row.is_open:
        return row.is_vacant
    return row.state in (*ANSWERED_BY_US, CommitmentState.WITHDRAWN)


def waits_for_holder(row: BoardRow) -> bool:
    """Its letter cannot be signed, since nobody holds the office."""
    return row.is_vacant and row.is_open


def slugs_of(rows: Iterable[BoardRow]) -> str:
    """The words of the address that open the states of these rows."""
    labels = {row.state_label for row in rows}
    return ",".join(slug for slug, label in SLUGS.items() if label in labels)


def overview(rows: Sequence[BoardRow], shown: str) -> Overview:
    """An unknown word in the address shows everything."""
    known = [slug for slug in shown.split(",") if slug in (*SLUGS, VACANT)]
    return Overview(rows, ",".join(known))
