"""Frozen versions of the plan, their review and their files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.access import Actor
from lib.jobs.models import Job, JobState
from masterplan.versions.files import formats
from masterplan.versions.files.formats import Format
from masterplan.versions.models import Revision


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        return self.filter(revision__in=Revision.objects.visible_to(actor))


class Export(models.Model):
    """One file made from a frozen version and the stored `edition`; the file is named by its SHA-256."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField("bentuk", max_length=12, choices=formats.choices)
    book = models.CharField("buku", max_length=12, blank=True)
    is_final = models.BooleanField("buku final", default=False)
    edition = models.JSONField("edisi", default=dict)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("ukuran", null=True, blank=True)
    pages = models.PositiveIntegerField("halaman", null=True, blank=True)
    page_map = models.JSONField("letak halaman", default=dict, blank=True)
    requested_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas"
        ordering: ClassVar = ["revision", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(is_final=True),
                name="export_one_final_book",
                violation_error_message="Buku final versi ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision.label} {self.book or 'semua buku'} {self.get_format_display()}"

    @property
    def region_id(self) -> int:
        return self.revision.region_id

    @property
    def form(self) -> Format:
        return formats.FORMATS[self.format]

    @property
    def is_ready(self) -> bool:
        return bool(self.sha256)

    @property
    def state(self) -> str:
        """That of the job; a file without a job that could finish it has failed."""
        if self.is_ready:
            return JobState.DONE
        return self.job.state if self.job and self.job.is_live else JobState.FAILED
