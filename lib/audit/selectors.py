"""Page-shaped reads of offices, of who holds them, and of the trail."""

from django.db.models import Model

from lib.audit.models import AuditEvent


def events_of(obj: Model, limit: int = 50) -> list[AuditEvent]:
    """The newest events of one row first."""
    found = AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return list(found.order_by("-pk")[:limit])
