"""Walking the chain over the audit trail: does it hold, and if not, which entry broke it and how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, TextChoices

from lib.audit.chain import COLUMNS, GENESIS, link
from lib.audit.models import AuditEvent, AuditSeal

CHUNK = 2000
"""Links in memory at a time, however long the trail is."""
BACKDATED = timedelta(days=2)
"""An event that tells of a moment so long before the links in front of it was slipped in. Clocks of machines
that disagree by a day are no forgery."""


class Break(TextChoices):
    CHANGED = "changed", "diubah"
    REMOVED = "removed", "dihapus"
    INSERTED = "inserted", "disisipkan"
    CUT = "cut", "dipotong"


@dataclass(frozen=True)
class Fault:
    """The first entry that does not hold. `number` is its place in the chain, where it has one."""

    kind: Break
    number: int | None
    words: str


@dataclass(frozen=True)
class Head:
    """A link that was written down elsewhere: printed in a book, kept by an auditor."""

    sha256: str
    label: str
    number: int | None = None
    about: tuple[str, str] | None = None
    """object_type and object_id of the event it must hold, where that is known."""


@dataclass
class Report:
    count: int = 0
    head: str = GENESIS
    fault: Fault | None = None
    unsealed: int = 0
    backdated: int = 0


@dataclass
class _Row:
    number: int
    sha256: str
    sealed_at: datetime
    event: tuple[Any, ...]

    def __str__(self) -> str:
        about = dict(zip(COLUMNS, self.event, strict=True))
        return f"Mata rantai {self.number} (kejadian {about['id']}, {about['act']}, {about['object_label']})"

    @property
    def at(self) -> datetime:
        at: datetime = self.event[COLUMNS.index("at")]
        return at

    @property
    def about(self) -> tuple[str, str]:
        return self.event[COLUMNS.index("object_type")], self.event[COLUMNS.index("object_id")]


@dataclass
class _Walk:
    """What is remembered from one link to the next."""

    allow_backdated: bool
    report: Report = field(default_factory=Report)
    run: datetime | None = None
    before: datetime | None = None
    """When the newest link of an earlier sealing was made."""

    def step(self, row: _Row) -> Fault | None:
        report = self.report
        if row.number != report.count + 1:
            return _gap(report.count + 1)
        if row.sha256 != link(report.head, row.number, row.sealed_at, row.event):
            return Fault(Break.CHANGED, row.number, f"{row}: isinya bukan lagi yang disegel.")
        report.count, report.head = row.number, row.sha256
        if row.sealed_at != self.run:
            self.before, self.run = max(filter(None, (self.before, self.run)), default=None), row.sealed_at
        return self._backdated(row)

    def _backdated(self, row: _Row) -> Fault | None:
        if not is_backdated(row.at, self.before):
            return None
        self.report.backdated += 1
        claim = f"mengaku terjadi {row.at:%Y-%m-%d %H:%M} UTC, padahal masuk sesudah {self.before:%Y-%m-%d}"
        return None if self.allow_backdated else Fault(Break.INSERTED, row.number, f"{row}: {claim}.")


def is_backdated(at: datetime, before: datetime | None) -> bool:
    return before is not None and at < before - BACKDATED


def inspect(heads: Iterable[Head] = (), *, allow_backdated: bool = False) -> Report:
    """Walk the whole chain; the report names the first entry that does not hold.

    allow_backdated: events of an illustrative plan bear earlier dates; they are counted, not refused.
    """
    walk = _Walk(allow_backdated)
    expected = _by_digest(heads)
    for row in _rows():
        walk.report.fault = walk.step(row) or _misnamed(expected.pop(row.sha256, []), row)
        if walk.report.fault:
            return walk.report
    report = walk.report
    report.fault = _lost(report) or _cut(expected, report)
    if report.fault is None:
        report.unsealed, report.fault = _unsealed(walk)
    return report


def _rows() -> Iterator[_Row]:
    """By keyset, not by cursor: a pooled PostgreSQL keeps none open, and memory stays the same."""
    names = [f"event__{name}" for name in COLUMNS]
    last = 0
    while True:
        found = (
            AuditSeal.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "sha256", "sealed_at", *names)
        )
        chunk = list(found[:CHUNK])
        for number, sha256, sealed_at, *event in chunk:
            yield _Row(number, sha256, sealed_at, tuple(event))
        if len(chunk) < CHUNK:
            return
        last = chunk[-1][0]


def _gap(number: int) -> Fault:
    seal = AuditSeal.objects.filter(pk=number).first()
    if seal is None:
        return Fault(Break.REMOVED, number, f"Mata rantai {number} hilang.")
    return Fault(Break.REMOVED, number, f"Mata rantai {number}: kejadian {seal.event_id} hilang.")


def _lost(report: Report) -> Fault | None:
    """Links at the end whose events are gone: reading both together does not show them."""
    event = AuditEvent.objects.filter(pk=OuterRef("event_id"))
    lost = AuditSeal.objects.filter(~Exists(event), pk__gt=report.count).order_by("pk").first()
    return _gap(lost.pk) if lost else None


def _by_digest(heads: Iterable[Head]) -> dict[str, list[Head]]:
    found: dict[str, list[Head]] = {}
    for head in heads:
        found.setdefault(head.sha256, []).append(head)
    return found


def _misnamed(heads: list[Head], row: _Row) -> Fault | None:
    for head in heads:
        if head.number not in (None, row.number) or head.about not in (None, row.about):
            return Fault(Break.CHANGED, row.number, f"{row}: bukan mata rantai yang dimaksud {head.label}.")
    return None


def _cut(missing: dict[str, list[Head]], report: Report) -> Fault | None:
    """A head that was written down elsewhere and is in the chain no longer."""
    lost = sorted((head for heads in missing.values() for head in heads), key=lambda head: head.number or 0)
    if not lost:
        return None
    head = lost[0]
    words = f"Ujung rantai terpotong: yang dicatat {head.label} ({head.sha256[:16]} …) tidak ada lagi"
    return Fault(Break.CUT, report.count + 1, f"{words}; rantai berakhir pada mata rantai {report.count}.")


def _unsealed(walk: _Walk) -> tuple[int, Fault | None]:
    """How many wait for their link, and the first of them that cannot be new."""
    waiting = AuditEvent.objects.filter(~Exists(AuditSeal.objects.filter(event_id=OuterRef("pk"))))
    newest = max(filter(None, (walk.before, walk.run)), default=None)
    if newest is not None and not walk.allow_backdated:
        odd = waiting.filter(at__lt=newest - BACKDATED).order_by("pk").first()
        if odd is not None:
            which = f"Kejadian {odd.pk} ({odd.act}, {odd.object_label})"
            words = f"{which} tanpa mata rantai, padahal lebih tua daripada yang sudah disegel."
            return waiting.count(), Fault(Break.INSERTED, None, words)
    return waiting.count(), None
