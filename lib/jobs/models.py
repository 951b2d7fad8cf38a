"""Background work as rows. A Job is the truth; the broker only rings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class JobState(models.TextChoices):
    QUEUED = "queued", "antre"
    RUNNING = "running", "berjalan"
    DONE = "done", "selesai"
    FAILED = "failed", "gagal"


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)
MAX_ATTEMPTS = 3


class Job(models.Model):
    """One piece of work. `token` fences its runner: who does not hold it publishes nothing."""

    task = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="job_state_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]),
                name="job_one_live_per_key",
                violation_error_message="Pekerjaan ini sudah antre atau sedang berjalan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key} ({self.state})"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def is_repeated(self) -> bool:
        """True while the work runs or waits again because an earlier runner was lost."""
        return self.is_live and self.attempts > (1 if self.state == JobState.RUNNING else 0)
