"""What one OPD promises from one approved version, and the signature under it."""

import json
from datetime import UTC
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from lib.access import Actor, access
from lib.documents import Schemas
from lib.jobs.models import Job
from lib.text.canonical import canonical, sha256
from lib.text.codes import new_token
from masterplan.book.upgrades import slice_2
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from opd.accounts.roles import Can
from opd.offices.models import Opd

SCHEMAS = Schemas("commitment-slice/2", {"commitment-slice/1": slice_2})
"""The schemas letters are stored in; tests/samples holds one of each."""


class CommitmentState(TextChoices):
    PREPARING = "preparing", "disiapkan"
    ISSUED = "issued", "diundang"
    SIGNED = "signed", "setuju"
    SIGNED_WITH_NOTE = "signed_with_note", "dengan catatan"
    DECLINED = "declined", "tidak setuju"
    WITHDRAWN = "withdrawn", "dicabut"
    SUPERSEDED = "superseded", "digantikan"


LIVE_STATES = (
    CommitmentState.PREPARING,
    CommitmentState.ISSUED,
    CommitmentState.SIGNED,
    CommitmentState.SIGNED_WITH_NOTE,
)

SIGNED_STATES = (CommitmentState.SIGNED, CommitmentState.SIGNED_WITH_NOTE)


class SignDecision(TextChoices):
    AGREE = "agree", "Setuju"
    AGREE_WITH_NOTE = "agree_with_note", "Setuju dengan catatan"
    DECLINE = "decline", "Tidak setuju"


class LetterTemplate(models.Model):
    """The words of a letter: rows a region may edit, never code."""

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="letter_templates")
    pledge = models.CharField("jenis janji", max_length=12)
    opening = models.TextField("pembuka")
    statement = models.TextField("pernyataan")
    closing = models.TextField("penutup")

    class Meta:
        verbose_name = "teks surat"
        ordering: ClassVar = ["masterplan", "pledge"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "pledge"],
                name="letter_template_once",
                violation_error_message="Teks surat jenis ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pledge} {self.masterplan.slug}"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, actor: Actor) -> "CommitmentQuerySet":
        """Staff, leader and facilitator all of the region; operator and head the own OPD's."""
        mine = access(actor)
        if mine.is_system:
            return self
        seen = Q(opd__region_id__in=mine.regions_for(Can.READ_LETTERS))
        seen |= Q(opd_id__in=mine.opds_for(Can.READ_LETTERS))
        return self.filter(seen)

    def live(self) -> "CommitmentQuerySet":
        return self.filter(state__in=LIVE_STATES)


class Commitment(models.Model):
    """One letter to one OPD. The slice is frozen at issue; letter and slice are named by their SHA-256."""

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="commitments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="commitments")
    opd = models.ForeignKey(Opd, on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField("nomor urut")
    state = models.CharField(
        "keadaan", max_length=16, choices=CommitmentState.choices, default=CommitmentState.PREPARING
    )
    content = models.TextField("isi janji")
    slice_sha256 = models.CharField("SHA-256 isi janji", max_length=64)
    letter = models.JSONField("isi surat", default=dict)
    letter_sha256 = models.CharField("SHA-256 surat", max_length=64, blank=True)
    letter_job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token = models.CharField("kode verifikasi", max_length=16, unique=True, default=new_token)
    is_vacant = models.BooleanField("jabatan kosong", default=False)
    created_at = models.DateTimeField("dibuat pada")
    issued_at = models.DateTimeField("diundang pada", null=True, blank=True)
    opened_at = models.DateTimeField("dibuka pada", null=True, blank=True)
    ended_at = models.DateTimeField("berakhir pada", null=True, blank=True)
    end_reason = models.CharField("alasan berakhir", max_length=500, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "komitmen"
        ordering: ClassVar = ["masterplan", "opd", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "opd"],
                condition=Q(state__in=["preparing", "issued", "signed", "signed_with_note"]),
                name="commitment_one_live_per_opd",
                violation_error_message="OPD ini sudah mempunyai lembar komitmen yang berlaku.",
            ),
            models.UniqueConstraint(
                fields=["masterplan", "number"],
                name="commitment_number_once",
                violation_error_message="Nomor surat ini sudah dipakai.",
            ),
            models.CheckConstraint(
                name="commitment_issued_has_letter",
                condition=~Q(state="issued") | (Q(issued_at__isnull=False) & ~Q(letter_sha256="")),
                violation_error_message="Lembar komitmen baru dapat dikirim setelah suratnya tersimpan.",
            ),
            models.CheckConstraint(
                name="commitment_withdrawn_has_reason",
                condition=~Q(state="withdrawn") | ~Q(end_reason=""),
                violation_error_message="Pencabutan wajib beralasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Komitmen {self.opd.short_name} {self.revision.label}"

    @property
    def region_id(self) -> int:
        return self.opd.region_id

    @property
    def slice(self) -> dict[str, Any]:
        """What was promised, in the newest schema. Raises UnknownSchema."""
        return SCHEMAS.upgrade(json.loads(self.content))

    @property
    def schema(self) -> str:
        """The schema the slice was signed in."""
        return str(json.loads(self.content)["schema"])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def is_signed(self) -> bool:
        return self.state in SIGNED_STATES


class Signature(models.Model):
    """One decision of one office holder about exact bytes. Labelled TTE tidak tersertifikasi."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="signature")
    user = models.ForeignKey("opd.User", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField("keputusan", max_length=16, choices=SignDecision.choices)
    note = models.TextField("catatan", blank=True)
    signed_at = models.DateTimeField("waktu")
    signer_name = models.CharField("nama penanda tangan", max_length=160)
    signer_nip = models.CharField("NIP", max_length=21, blank=True)
    signer_rank = models.CharField("pangkat", max_length=80, blank=True)
    signer_title = models.CharField("jabatan", max_length=220)
    signer_capacity = models.CharField("kapasitas", max_length=10)
    slice_sha256 = models.CharField("SHA-256 isi janji", max_length=64)
    letter_sha256 = models.CharField("SHA-256 surat", max_length=64, blank=True)
    method = models.CharField("cara", max_length=40)
    evidence = models.JSONField("bukti", default=dict)

    class Meta:
        verbose_name = "tanda tangan"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signature_note_when_needed",
                condition=Q(decision="agree") | ~Q(note=""),
                violation_error_message="Catatan atau alasan wajib diisi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.signer_title}"

    @property
    def region_id(self) -> int:
        return self.commitment.region_id

    @property
    def evidence_sha256(self) -> str:
        """SHA-256 over the canonical JSON of who answered what, when and on which proof."""
        signer = ("name", "nip", "rank", "title", "capacity")
        return sha256(
            canonical(
                {
                    "decision": self.decision,
                    "note": self.note,
                    "signed_at": self.signed_at.astimezone(UTC).isoformat(),
                    "user": self.user_id,
                    "signer": {name: getattr(self, f"signer_{name}") for name in signer},
                    "slice_sha256": self.slice_sha256,
                    "letter_sha256": self.letter_sha256,
                    "method": self.method,
                    "evidence": self.evidence,
                }
            )
        )

    @property
    def audit_changes(self) -> dict[str, str]:
        """What the event of the answer holds."""
        names = ("decision", "slice_sha256", "letter_sha256", "evidence_sha256")
        return {name: getattr(self, name) for name in names}
