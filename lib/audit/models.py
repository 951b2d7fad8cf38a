"""What was done, by whom, to what. Rows are only ever added; on PostgreSQL triggers refuse the rest."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=160)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200)
    region = models.ForeignKey("opd.Region", on_delete=models.PROTECT, null=True, related_name="+")
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = "catatan jejak"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["region", "at"], name="audit_region_at"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.object_label}"


class AuditSeal(models.Model):
    """One link of the chain, made after the commit; numbered without a gap, hashed over the link before."""

    id = models.BigIntegerField("nomor", primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    sealed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "mata rantai jejak"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}:{self.sha256}"
