"""Chains for tests: a few events, sealed; and what somebody who may do anything can do to them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from lib.access import SYSTEM
from lib.audit import sealing
from lib.audit import services as audit
from lib.audit.chain import COLUMNS, GENESIS, link
from lib.audit.inspection import Head, Report, inspect
from lib.audit.models import AuditEvent, AuditSeal
from opd.offices.models import Region
from tests import triggers
from tests.opd import factories


def events(count: int, region: Region | None = None) -> list[AuditEvent]:
    region = region or factories.region()
    return [audit.record(SYSTEM, "region.changed", region, {"name": [n, n + 1]}) for n in range(count)]


def sealed(count: int) -> list[AuditEvent]:
    made = events(count)
    sealing.seal()
    return made


def length() -> int:
    return AuditSeal.objects.count()


def head(label: str = "di tempat lain") -> Head:
    """The newest link, as it would be written down elsewhere."""
    newest = AuditSeal.objects.latest("pk")
    return Head(newest.sha256, label, newest.pk)


@contextmanager
def unguarded() -> Iterator[None]:
    """For somebody for whom no trigger stands. All that is done inside is undone."""
    with triggers.disabled(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def after(tamper: Callable[[], Any], *, heads: tuple[Head, ...] = ()) -> Report:
    """What the inspection says after `tamper`."""
    with unguarded():
        tamper()
        return inspect(heads)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def chain_anew(from_number: int = 1) -> None:
    """Give every link from this one on a number without a gap and a hash that fits, as a forger would."""
    rows = list(AuditSeal.objects.filter(pk__gte=from_number).order_by("pk"))
    before = AuditSeal.objects.filter(pk__lt=from_number).order_by("-pk").first()
    number, previous = (before.pk, before.sha256) if before else (0, GENESIS)
    AuditSeal.objects.filter(pk__gte=from_number).delete()
    for row in rows:
        event = AuditEvent.objects.filter(pk=row.event_id).values_list(*COLUMNS).first()
        if event is None:
            continue
        number, previous = number + 1, link(previous, number + 1, row.sealed_at, event)
        AuditSeal.objects.create(pk=number, event_id=row.event_id, sealed_at=row.sealed_at, sha256=previous)
