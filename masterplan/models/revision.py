"""Frozen versions of the plan, their review and their files."""

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jobs.models import Job, JobState
from masterplan.enums import APPROVED_STATES, Answer, Decision, ExportFormat, RevisionState
from masterplan.models.plan import READERS, Masterplan
from opd.authorization import Actor, access
from opd.codes import new_token
from opd.enums import Role


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, actor: Actor) -> "RevisionQuerySet":
        """Everyone of the region; a head only what was approved."""
        mine = access(actor)
        if mine.is_system:
            return self
        region = "masterplan__cycle__region_id__in"
        heads = Q(**{region: mine.regions_as(Role.HEAD)}, state__in=APPROVED_STATES)
        return self.filter(Q(**{region: mine.regions_as(*READERS)}) | heads)

    def visible_in(self, plan: Masterplan, actor: Actor) -> "RevisionQuerySet":
        """The same within one plan whose region is known: no join, so only the rows that are asked for are
        read. Their text, a megabyte each, stands in the way of every column after it."""
        mine, rows = access(actor), self.filter(masterplan=plan)
        if mine.has(plan.region_id, *READERS):
            return rows
        return rows.filter(state__in=APPROVED_STATES) if mine.has(plan.region_id, Role.HEAD) else rows.none()


class Revision(models.Model):
    """One frozen version. `content` is RFC 8785 canonical JSON; its SHA-256 can be recomputed by anyone."""

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("nomor")
    label = models.CharField("versi", max_length=20)
    state = models.CharField(
        "keadaan", max_length=12, choices=RevisionState.choices, default=RevisionState.FROZEN
    )
    content = models.TextField("isi beku")
    sha256 = models.CharField("SHA-256", max_length=64)
    token = models.CharField("kode verifikasi", max_length=16, unique=True, default=new_token)
    chain_head = models.CharField("ujung jejak audit", max_length=64, blank=True)
    frozen_at = models.DateTimeField("dibekukan pada")
    frozen_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    final_at = models.DateTimeField("ditetapkan pada", null=True, blank=True)
    final_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    missing_reason = models.TextField("alasan yang belum lengkap", blank=True)

    objects: ClassVar[Any] = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "versi beku"
        ordering: ClassVar = ["masterplan", "-number"]
        # Asked for every ten seconds; without the index each row's long content would be read past.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(chain_head=""), name="revision_without_head")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "number"],
                name="revision_number_once",
                violation_error_message="Nomor versi ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["masterplan", "label"],
                name="revision_label_once",
                violation_error_message="Nama versi ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["masterplan"],
                condition=Q(state="in_review"),
                name="revision_one_in_review",
                violation_error_message="Masih ada versi lain yang sedang ditinjau.",
            ),
            models.UniqueConstraint(
                fields=["masterplan"],
                condition=Q(state__in=["approved", "final"]),
                name="revision_one_in_force",
                violation_error_message="Masih ada versi lain yang berlaku.",
            ),
            models.CheckConstraint(
                name="revision_final_has_date",
                condition=~Q(state="final") | Q(final_at__isnull=False),
                violation_error_message="Versi final wajib bertanggal.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def region_id(self) -> int:
        return self.masterplan.region_id

    @property
    def document(self) -> dict[str, Any]:
        """The frozen dict, parsed anew: callers may not change what is stored."""
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED_STATES


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def visible_to(self, actor: Actor) -> "ReviewRoundQuerySet":
        """Everyone of the region but heads."""
        mine = access(actor)
        if mine.is_system:
            return self
        return self.filter(revision__masterplan__cycle__region_id__in=mine.regions_as(*READERS))


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

    objects: ClassVar[Any] = ReviewRoundQuerySet.as_manager()

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
        everything = (Role.ADMIN, Role.EDITOR, Role.LEADER, Role.FACILITATOR)
        seen = Q(round__revision__masterplan__cycle__region_id__in=mine.regions_as(*everything))
        own = mine.opds(Role.OPERATOR)
        if own:
            seen |= Q(section__assigned_opd_id__in=own)
            seen |= Q(programme__lead_opd_id__in=own) & ~Q(answer="")
        return self.filter(seen)


class Comment(models.Model):
    """A remark on one section or programme of a frozen version; `quote` is the passage meant."""

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="comments")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("nomor")
    section = models.ForeignKey(
        "masterplan.Section", on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    programme = models.ForeignKey(
        "masterplan.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    block = models.CharField(max_length=36, blank=True)
    quote = models.TextField("kutipan", blank=True)
    text = models.TextField("komentar")
    author = models.ForeignKey("opd.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    answer = models.CharField("jawaban", max_length=10, choices=Answer.choices, blank=True)
    answer_text = models.TextField("penjelasan", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "komentar"
        ordering: ClassVar = ["round", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="comment_number_once",
                violation_error_message="Nomor komentar ganda.",
            ),
            models.CheckConstraint(
                name="comment_on_one_thing",
                condition=Q(section__isnull=False, programme__isnull=True)
                | Q(section__isnull=True, programme__isnull=False),
                violation_error_message="Komentar menunjuk tepat satu bagian naskah atau satu program.",
            ),
            models.CheckConstraint(
                name="comment_has_text",
                condition=~Q(text=""),
                violation_error_message="Komentar wajib diisi.",
            ),
            models.CheckConstraint(
                name="comment_answer_complete",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message="Jawaban tidak lengkap.",
            ),
            models.CheckConstraint(
                name="comment_rejection_is_explained",
                condition=Q(answer__in=["", "accepted"]) | ~Q(answer_text=""),
                violation_error_message="Jawaban ditolak atau dijelaskan wajib disertai penjelasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Komentar {self.number}"

    @property
    def region_id(self) -> int:
        return self.round.region_id


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        return self.filter(revision__in=Revision.objects.visible_to(actor))


class Export(models.Model):
    """One file made from a frozen version and the stored `edition`; the file is named by its SHA-256."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField("bentuk", max_length=5, choices=ExportFormat.choices)
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

    objects: ClassVar[Any] = ExportQuerySet.as_manager()

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
    def is_ready(self) -> bool:
        return bool(self.sha256)

    @property
    def state(self) -> str:
        """That of the job; a file without a job that could finish it has failed."""
        if self.is_ready:
            return JobState.DONE
        return self.job.state if self.job and self.job.is_live else JobState.FAILED
