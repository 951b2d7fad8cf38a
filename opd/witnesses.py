"""The protected tables against what the trail says of them: the chain tells that no event was changed, this
tells that the rows are the ones the events speak of.

Each app says for its tables what an event must hold (masterplan.witnesses, commitments.witnesses); here rows
and events are read side by side, some at a time, by key: memory stays the same however many there are.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from opd.audit import ROW, digest
from opd.models import AuditEvent

CHUNK = 500
ONE_ACT = timedelta(minutes=10)


class Told(NamedTuple):
    """One event of a row, with its link where it is sealed already."""

    pk: int
    object_id: str
    act: str
    changes: dict[str, Any]
    actor_id: int | None
    at: datetime
    sealed_at: datetime | None


@dataclass(frozen=True)
class Witness:
    """`faults` says in sentences where a row and its events disagree; `births` are acts that make a row."""

    rows: QuerySet[Any]
    births: Collection[str]
    faults: Callable[[Any, Sequence[Told]], Iterator[str]]
    about: Callable[[Any], int] = attrgetter("pk")
    """The primary key that the events name: mostly the row's own."""
    object_type: str = ""
    chunk: int = CHUNK

    @property
    def kind(self) -> str:
        return self.object_type or self.rows.model._meta.label_lower


def differences(witnesses: Iterable[Witness]) -> Iterator[str]:
    """Sentences, table by table: rows without events, rows that are not as told, events without rows."""
    for witness in witnesses:
        yield from _of_rows(witness)
        yield from _of_events(witness)


def _of_rows(witness: Witness) -> Iterator[str]:
    last = 0
    while True:
        found: list[str] = []
        with _one_moment():
            rows = list(witness.rows.filter(pk__gt=last).order_by("pk")[: witness.chunk])
            events = _events(witness.kind, [witness.about(row) for row in rows])
            for row in rows:
                name = f"{row._meta.verbose_name.capitalize()} {row.pk} ({row})"
                told = events.get(str(witness.about(row)), [])
                found += [f"{name}: {words}" for words in witness.faults(row, told)]
        yield from found
        if len(rows) < witness.chunk:
            return
        last = rows[-1].pk


def _of_events(witness: Witness) -> Iterator[str]:
    """Rows that were made and are gone."""
    if not witness.births:
        return
    last, model = 0, witness.rows.model
    born = AuditEvent.objects.filter(object_type=witness.kind, act__in=witness.births).order_by("pk")
    while True:
        with _one_moment():
            events = list(born.filter(pk__gt=last).values_list("pk", "object_id", "object_label")[:CHUNK])
            ids = [object_id for _, object_id, _ in events if object_id.isdecimal()]
            there = set(map(str, model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)))
        for pk, object_id, label in events:
            if object_id not in there:
                name = f"{model._meta.verbose_name.capitalize()} {object_id} ({label})"
                yield f"{name}: dicatat dibuat oleh kejadian {pk}, tetapi barisnya tidak ada lagi."
        if len(events) < CHUNK:
            return
        last = events[-1][0]


def _events(object_type: str, ids: Collection[int]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    names = [str(pk) for pk in ids]
    rows = AuditEvent.objects.filter(object_type=object_type, object_id__in=names).order_by("pk")
    for row in rows.values_list("pk", "object_id", "act", "changes", "actor_id", "at", "seal__sealed_at"):
        told = Told(*row)
        found.setdefault(told.object_id, []).append(told)
    return found


@contextmanager
def _one_moment() -> Iterator[None]:
    """Rows and events of one moment, so that an act committed between the two reads is no difference."""
    snapshot = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic():
        if snapshot:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def last(told: Sequence[Told], *acts: str) -> Told | None:
    return next((event for event in reversed(told) if event.act in acts), None)


def made(row: Model, told: Sequence[Told], act: str, by: str | None, names: Sequence[str]) -> Iterator[str]:
    """The event of a row's making: there, by the same person, and of the same values where it holds them."""
    event = last(told, act)
    if event is None:
        yield f"tidak ada kejadian {act} yang mencatatnya."
        return
    if by is not None:
        yield from same_person(row, by, event)
    if event.changes.get(ROW, digest(row, names)) != digest(row, names):
        yield f"isi barisnya bukan yang dicatat kejadian {event.pk}."


def same_person(row: Model, column: str, event: Told) -> Iterator[str]:
    if getattr(row, column) != event.actor_id:
        yield f"{column} bukan orang yang dicatat kejadian {event.pk} ({event.act})."


def same_moment(row: Model, column: str, event: Told) -> Iterator[str]:
    """An act notes its moment in the row and in the trail; its transaction takes some minutes at most."""
    moment = getattr(row, column)
    if moment is None or abs(event.at - moment) > ONE_ACT:
        yield f"{column} bukan saat yang dicatat kejadian {event.pk} ({event.act})."


def same(row: Model, event: Told, **names: str) -> Iterator[str]:
    """Columns against what the event holds of them; `names` maps a column to its name in the event."""
    for column, name in names.items():
        if name in event.changes and event.changes[name] != getattr(row, column):
            yield f"{column} bukan yang dicatat kejadian {event.pk} ({event.act})."


def steps(
    row: Any, told: Sequence[Told], following: Mapping[str, Collection[str]], state: str
) -> Iterator[str]:
    """Every move that is told follows from the one before, beginning at `state`; the last one is the row's.
    The act of a move is the kind of row and the state it leads to: commitment.signed."""
    for event in told:
        before, after = state, event.act.rpartition(".")[2]
        if after not in following:
            continue
        if after not in following[before]:
            yield f"kejadian {event.pk} mencatat langkah {before} ke {after}, yang tidak ada."
        state = after
    if row.state != state:
        yield f"keadaannya {row.state}, padahal jejak audit mencatat {state}."


def empty(row: Model, why: str, *columns: str) -> Iterator[str]:
    """Columns that only an act sets of which the trail knows nothing."""
    for column in columns:
        if getattr(row, column) not in (None, ""):
            yield f"{column} terisi, padahal {why}."
