"""Answers of the API that were given under an Idempotency-Key, kept so that a repetition gets the same."""

from typing import ClassVar

from django.db import models

from opd.models.people import User


class IdempotencyKey(models.Model):
    """`status` is empty while the first request is still at work, or when it was cut off."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    content = models.TextField(blank=True)
    headers = models.JSONField(default=dict)

    class Meta:
        verbose_name = "kunci pengulangan"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["started_at"], name="idempotency_started")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="idempotency_key_once",
                violation_error_message="Kunci pengulangan ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.key
