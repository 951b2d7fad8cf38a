"""What a workshop found: a problem with its cause, or a strength."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.sessions.models import BimtekSession
from lib import clock
from lib.access import Actor, access
from lib.versioned.models import Loaded, Searchable, SetAside
from opd.accounts.roles import Can
from opd.offices.models import Opd


class FindingKind(TextChoices):
    MASALAH = "masalah", "Permasalahan"
    KEUNGGULAN = "keunggulan", "Keunggulan"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, actor: Actor) -> "FindingQuerySet":
        """Everyone of the region; a head only what programmes of the own OPD answer."""
        mine = access(actor)
        if mine.is_system:
            return self
        own = mine.opds_for(Can.READ_PROGRAMMES)
        seen = Q(cycle__region_id__in=mine.regions_for(Can.READ_PLAN))
        if own:
            seen |= Q(programmes__lead_opd_id__in=own) | Q(programmes__supporting_opds__in=own)
            return self.filter(seen).distinct()
        return self.filter(seen)

    def live(self) -> "FindingQuerySet":
        """Neither set aside nor merged into another."""
        return self.filter(set_aside_at__isnull=True, merged_into__isnull=True)


class Finding(SetAside, Loaded, Searchable):
    """Natural key: its code within the cycle. `uid` comes from the client: a double click gives one row."""

    SEARCHED = ("title", "description", "root_cause", "area", "evidence_unit")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="findings")
    session = models.ForeignKey(
        BimtekSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="Bimtek",
    )
    code = models.CharField("kode", max_length=12)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("jenis", max_length=12, choices=FindingKind.choices)
    title = models.CharField("judul", max_length=200)
    description = models.TextField("uraian", blank=True)
    root_cause = models.TextField("penyebab", blank=True)
    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, related_name="findings", verbose_name="dimensi"
    )
    subdimension = models.ForeignKey(
        Subdimension,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="subdimensi",
    )
    area = models.JSONField("wilayah", default=list, blank=True)
    owner_opd = models.ForeignKey(
        Opd, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="OPD terkait"
    )
    evidence_value = models.DecimalField(
        "nilai data",
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Misalnya 1.250 atau 5,21",
    )
    evidence_unit = models.CharField(
        "satuan data", max_length=60, blank=True, help_text="Misalnya ton per hari"
    )
    evidence_year = models.PositiveSmallIntegerField(
        "tahun data", null=True, blank=True, help_text="Misalnya 2022"
    )
    source_url = models.URLField("alamat sumber", max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    source_row = models.PositiveIntegerField("baris berkas", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "temuan"
        ordering: ClassVar = ["cycle", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "code"],
                name="finding_code_once",
                violation_error_message="Kode temuan ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "source_row"],
                name="finding_source_row_once",
                violation_error_message="Baris berkas ini sudah dimuat.",
            ),
            models.CheckConstraint(
                name="finding_has_title",
                condition=~Q(title=""),
                violation_error_message="Judul temuan wajib diisi.",
            ),
            models.CheckConstraint(
                name="finding_set_aside_has_reason",
                condition=Q(set_aside_at__isnull=True, set_aside_reason="")
                | (Q(set_aside_at__isnull=False) & ~Q(set_aside_reason="")),
                violation_error_message="Temuan yang dikesampingkan wajib beralasan.",
            ),
            models.CheckConstraint(
                name="finding_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                violation_error_message="Temuan tidak dapat digabung dengan dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def region_id(self) -> int:
        return self.cycle.region_id
