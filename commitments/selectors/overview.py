"""The board as its page shows it: tabs by state, and first what waits for the office."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from commitments.enums import CommitmentState
from commitments.selectors.board import APPEARANCE, OPENED, BoardRow

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
        """The rows of the chosen tab."""
        return [row for row in self.rows if row.state_label == SLUGS.get(self.shown)]

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


def overview(rows: Sequence[BoardRow], shown: str) -> Overview:
    """An unknown word in the address shows everything."""
    return Overview(rows, shown if shown in SLUGS else "")
