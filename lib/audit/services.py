"""The audit trail. Every service records what it did, in its own transaction."""

from typing import Any

from django.db.models import Model

from lib import clock
from lib.access import Actor, System
from lib.audit.models import AuditEvent


def record(actor: Actor, act: str, obj: Model, changes: dict[str, Any] | None = None) -> AuditEvent:
    """Write one event; `changes` holds plain values only, never a password or a file."""
    return AuditEvent.objects.create(
        at=clock.now(),
        actor_id=None if isinstance(actor, System) else actor.pk,
        actor_label=str(actor)[:160],
        act=act,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        region_id=getattr(obj, "region_id", None),
        changes=changes or {},
    )


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """{field: [before, after]} for what differs, as JSON can hold it."""
    return {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if before.get(name) != value
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)
