"""The agreement between the region and the ministry, and other dated undertakings beside the plan."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from bimtek.cycle.models import Cycle
from lib.access import Actor, access
from lib.versioned.models import Loaded, Versioned


class AgreementKind(TextChoices):
    NOTA_KESEPAKATAN = "nota kesepakatan", "Nota kesepakatan"
    KOMITMEN_BERSAMA = "komitmen bersama", "Komitmen bersama"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        mine = access(actor)
        return self if mine.is_system else self.filter(cycle__region_id__in=mine.regions)


class Agreement(Versioned, Loaded):
    """A record with number, parties and scan. Its date may be unknown, before or after the plan."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField("jenis", max_length=30, choices=AgreementKind.choices)
    order = models.PositiveSmallIntegerField("urutan", default=1)
    dated = models.DateField(
        "tanggal",
        null=True,
        blank=True,
        help_text="Boleh kosong selama belum ditetapkan; boleh juga nanti.",
    )
    place = models.CharField("tempat", max_length=200, blank=True)
    parties = models.JSONField("para pihak", default=list, blank=True)
    number = models.CharField("nomor", max_length=200, blank=True)
    scan_sha256 = models.CharField("SHA-256 pindaian", max_length=64, blank=True)
    scan_name = models.CharField("nama berkas pindaian", max_length=160, blank=True)
    source_url = models.CharField("sumber", max_length=500, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "kesepakatan"
        ordering: ClassVar = ["cycle", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "order"],
                name="agreement_once",
                violation_error_message="Kesepakatan ini sudah dicatat.",
            ),
            models.CheckConstraint(
                name="agreement_scan_has_name",
                condition=Q(scan_sha256="", scan_name="") | (~Q(scan_sha256="") & ~Q(scan_name="")),
                violation_error_message="Pindaian memerlukan nama berkas.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def region_id(self) -> int:
        return self.cycle.region_id
