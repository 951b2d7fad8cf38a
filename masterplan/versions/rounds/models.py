"""Frozen versions of the plan, their review and their files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from lib.access import Actor, access
from lib.threads.models import ThreadState
from masterplan.versions.models import Revision
from opd.accounts.roles import Can


class Decision(TextChoices):
    APPROVED = "approved", "Setujui"
    RETURNED = "returned", "Kembalikan"


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def visible_to(self, actor: Actor) -> "ReviewRoundQuerySet":
        """Everyone of the region but heads."""
        mine = access(actor)
        if mine.is_system:
            return self
        return self.filter(revision__masterplan__cycle__region_id__in=mine.regions_for(Can.READ_PLAN))


class ReviewRound(models.Model):
    """One review of one frozen version: opened, closed by the editor, decided by the facilitator."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField("putaran")
    due = models.DateField("tenggat")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("opd.User", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField("keputusan", max_length=10, choices=Decision.choices, blank=True)
    reason = models.TextField("alasan", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "putaran tinjauan"
        ordering: ClassVar = ["revision", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(decision=""),
                name="round_one_open_per_revision",
                violation_error_message="Versi ini masih mempunyai putaran yang belum diputuskan.",
            ),
            models.CheckConstraint(
                name="round_decided_after_closing",
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, closed_at__isnull=False)),
                violation_error_message="Keputusan hanya dapat diambil setelah putaran ditutup.",
            ),
            models.CheckConstraint(
                name="round_return_has_reason",
                condition=~Q(decision="returned") | ~Q(reason=""),
                violation_error_message="Pengembalian wajib beralasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Putaran {self.number} {self.revision.label}"

    @property
    def region_id(self) -> int:
        return self.revision.region_id

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Actor) -> "CommentQuerySet":
        """Staff, leader and facilitator see all; an operator answered ones of the own OPD's programmes
        and all on sections assigned to it; a head none."""
        mine = access(actor)
        if mine.is_system:
            return self
        everywhere = mine.regions_for(Can.READ_COMMENTS)
        seen = Q(round__revision__masterplan__cycle__region_id__in=everywhere)
        own = mine.opds_for(Can.READ_COMMENTS)
        if own:
            seen |= Q(section__assigned_opd_id__in=own)
            seen |= Q(programme__lead_opd_id__in=own, thread__state=ThreadState.CLOSED)
        return self.filter(seen)

    def unanswered(self) -> "CommentQuerySet":
        return self.filter(thread__state=ThreadState.OPEN)


class Comment(models.Model):
    """Ties a thread to one section or programme of the version under review; what was said stands there."""

    thread = models.OneToOneField("threads.Thread", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey(
        "masterplan.Section", on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    programme = models.ForeignKey(
        "masterplan.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "komentar"
        ordering: ClassVar = ["round", "thread__number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="comment_on_one_thing",
                condition=Q(section__isnull=False, programme__isnull=True)
                | Q(section__isnull=True, programme__isnull=False),
                violation_error_message="Komentar menunjuk tepat satu bagian naskah atau satu program.",
            ),
        ]

    def __str__(self) -> str:
        return f"Komentar {self.thread.number}"

    @property
    def number(self) -> int:
        return self.thread.number

    @property
    def region_id(self) -> int:
        return self.round.region_id
