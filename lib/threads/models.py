"""A thread is what people say about one thing, in turn. Who reads it and who answers is for the noun to say.

`subject` and `revision` are uid or code as text: a thread points at rows of every app and knows none.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class ThreadState(models.TextChoices):
    OPEN = "open", "terbuka"
    CLOSED = "closed", "ditutup"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", "diterima"
    REJECTED = "rejected", "ditolak"
    EXPLAINED = "explained", "dijelaskan"


class Thread(models.Model):
    """Begins with one message; closed by the first one with a verdict. `quote` is the passage meant, `anchor`
    the block of text it stands in. Threads of one kind about one revision are numbered from 1."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey("opd.Region", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    revision = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField("nomor")
    anchor = models.CharField(max_length=36, blank=True)
    quote = models.TextField("kutipan", blank=True)
    state = models.CharField(max_length=6, choices=ThreadState.choices, default=ThreadState.OPEN)

    class Meta:
        verbose_name = "percakapan"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "kind", "revision", "number"],
                name="thread_number_once",
                violation_error_message="Nomor percakapan ganda.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == ThreadState.OPEN

    @property
    def opening(self) -> "Message":
        """What it begins with. One query, none where `messages` was prefetched; so are the next three."""
        return next(iter(self.messages.all()))

    @property
    def verdicts(self) -> list["Message"]:
        """The messages that carry a verdict, the newest first: that one counts."""
        return [message for message in list(self.messages.all())[::-1] if message.verdict]

    @property
    def answer(self) -> "Message | None":
        """The message whose verdict counts."""
        return next(iter(self.verdicts), None)

    @property
    def version(self) -> int:
        """How many verdicts were given: names the one a page shows, 0 while there is none."""
        return len(self.verdicts)


class Message(models.Model):
    """Never changed or deleted. `office` and `capacity` are the author's when it was written."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.CharField(max_length=120, blank=True)
    capacity = models.CharField(max_length=120, blank=True)
    text = models.TextField("isi", blank=True)
    verdict = models.CharField("jawaban", max_length=10, choices=Answer.choices, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "pesan"
        ordering: ClassVar = ["thread", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="message_has_words",
                condition=Q(verdict="accepted") | ~Q(text=""),
                violation_error_message="Hanya persetujuan yang boleh tanpa kata-kata.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.text[:60]}"
