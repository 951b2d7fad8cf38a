"""Chaining the audit trail after the commit, so that no writer waits for another.

It takes the events that have no link, by primary key. Never those after the last one sealed: numbers are
given before the commit, and who commits late would be skipped.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from lib import clock
from lib.audit.chain import COLUMNS, GENESIS, link
from lib.audit.models import AuditEvent, AuditSeal

BATCH = 1000
"""Events of one transaction: who waits for the lock waits for no more than these."""
SEARCHED = 10_000
"""Events of one statement of the thorough search, which must end in time however long the trail is."""
LOOKED_BACK = timedelta(minutes=10)
"""How long a transaction may be late; what is later still is found by the thorough search."""
LOCK = 0x6A656A616B
"""One number for all processes, which PostgreSQL's advisory lock is named by."""


def seal(*, thorough: bool = False, batches: int = 0) -> int:
    """Append every committed event that has no link yet; returns how many. Never inside a transaction.

    thorough: search the whole trail, not only what is new. batches: stop after so many, 0 for no limit.
    """
    moment = clock.now()
    after = 0 if thorough else _horizon(moment)
    done = rounds = 0
    while True:
        until = _end_of_range(after) if thorough else None
        taken = _seal_batch(after, moment, until)
        done, rounds = done + len(taken), rounds + 1
        is_empty = len(taken) < BATCH
        if (is_empty and until is None) or rounds == batches:
            return done
        after = until if is_empty and until else taken[-1]


def seal_after_commit() -> None:
    """For acts that should not wait for the sweep. The act stands whatever becomes of its seal."""
    transaction.on_commit(_seal_soon, robust=True)


def _seal_soon() -> None:
    seal(batches=1)


def _horizon(moment: datetime) -> int:
    """An event up to which all is sealed, but for those whose transaction is older than LOOKED_BACK."""
    settled = AuditSeal.objects.filter(sealed_at__lt=moment - LOOKED_BACK).order_by("-pk")
    return settled.values_list("event_id", flat=True).first() or 0


def _end_of_range(after: int) -> int | None:
    """By events, not by numbers: a number may be anything. Nothing for the last range, which has no end."""
    keys = AuditEvent.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return keys[SEARCHED - 1 : SEARCHED].first()


def _seal_batch(after: int, moment: datetime, until: int | None = None) -> list[int]:
    """The primary keys of the events that were given their links."""
    with transaction.atomic(durable=True):
        _wait_for_other_sealers()
        range_ = {} if until is None else {"pk__lte": until}
        events = list(_unsealed(after).filter(**range_).values_list(*COLUMNS)[:BATCH])
        if events:
            last = AuditSeal.objects.order_by("-pk").first()
            AuditSeal.objects.bulk_create(_links(last, moment, events))
    return [event[0] for event in events]


def _unsealed(after: int) -> QuerySet[AuditEvent]:
    """As NOT EXISTS from the same place on, so that both databases walk along the key and stop."""
    links = AuditSeal.objects.filter(event_id=OuterRef("pk"), event_id__gt=after)
    return AuditEvent.objects.filter(~Exists(links), pk__gt=after).order_by("pk")


def _links(last: AuditSeal | None, moment: datetime, events: Sequence[Sequence[Any]]) -> Iterator[AuditSeal]:
    number, previous = (last.pk, last.sha256) if last else (0, GENESIS)
    for event in events:
        number, previous = number + 1, link(previous, number + 1, moment, event)
        yield AuditSeal(pk=number, event_id=event[0], sealed_at=moment, sha256=previous)


def _wait_for_other_sealers() -> None:
    """SQLite has one writer at a time anyway: the transaction has begun as one that writes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
