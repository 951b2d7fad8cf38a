"""Every file the portal keeps, as a row: letters, scans, books. Nouns name it by its SHA-256."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CheckResult(models.TextChoices):
    OK = "ok", "utuh"
    MISSING = "missing", "hilang"
    CHANGED = "changed", "berubah"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def damaged(self) -> "StoredFileQuerySet":
        """What the last check did not find as it was stored."""
        return self.filter(result__in=[CheckResult.MISSING, CheckResult.CHANGED])


class StoredFile(models.Model):
    """Never changed or deleted, but for the last check: `result` is empty and `checked_at` null before the
    first. `path` is relative to MEDIA_ROOT, `size` in bytes."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("ukuran")
    media_type = models.CharField("jenis", max_length=80)
    path = models.CharField("letak", max_length=80)
    stored_at = models.DateTimeField("disimpan pada")
    checked_at = models.DateTimeField("diperiksa pada", null=True, blank=True)
    result = models.CharField("hasil periksa", max_length=7, choices=CheckResult.choices, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas tersimpan"
        ordering: ClassVar = ["pk"]
        # Every probe of /readyz asks for them; there should be none.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(result__in=["missing", "changed"]), name="files_damaged")
        ]

    def __str__(self) -> str:
        return self.sha256
