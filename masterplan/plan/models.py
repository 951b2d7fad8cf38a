"""The masterplan, its horizons and sources of funds, and the tree of books, chapters and sections."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from bimtek.cycle.models import Cycle
from lib.access import Actor, access
from lib.versioned.models import Loaded
from opd.offices.models import Region


def letter(order: int) -> str:
    return chr(ord("A") + order - 1) if 1 <= order <= 26 else str(order)


class MasterplanQuerySet(models.QuerySet["Masterplan"]):
    def visible_to(self, actor: Actor) -> "MasterplanQuerySet":
        mine = access(actor)
        return self if mine.is_system else self.filter(region_id__in=mine.regions)


class PlanState(TextChoices):
    COMING = "coming", "disiapkan"
    CURRENT = "current", "berjalan"
    PAST = "past", "digantikan"


class Masterplan(Loaded):
    """`region` is the cycle's, kept here so that the database holds one current plan a region."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name="daerah")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="plans")
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="masterplan sebelumnya",
    )
    state = models.CharField("keadaan", max_length=8, choices=PlanState.choices, default=PlanState.COMING)
    slug = models.SlugField("nama pendek", max_length=60, unique=True)
    title = models.CharField("judul", max_length=200)
    base_year = models.PositiveSmallIntegerField("tahun dasar")
    valid_from = models.PositiveSmallIntegerField("berlaku dari")
    valid_to = models.PositiveSmallIntegerField("berlaku sampai")
    vision = models.TextField("visi", blank=True)
    keywords = models.JSONField("kata kunci visi", default=list, blank=True)
    is_illustrative = models.BooleanField("data ilustrasi", default=False)
    source_url = models.CharField("sumber", max_length=500, blank=True)

    objects = MasterplanQuerySet.as_manager()

    class Meta:
        verbose_name = "masterplan"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="masterplan_period_in_order",
                condition=Q(valid_to__gte=F("valid_from")) & Q(valid_from__gte=F("base_year")),
                violation_error_message="Masa berlaku masterplan tidak berurutan.",
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(state=PlanState.CURRENT),
                name="masterplan_one_current",
                violation_error_message="Daerah ini sudah mempunyai masterplan yang berjalan.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_current(self) -> bool:
        return self.state == PlanState.CURRENT

    @property
    def years(self) -> range:
        return range(self.valid_from, self.valid_to + 1)


class Horizon(Loaded):
    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="horizons")
    code = models.CharField("kode", max_length=12)
    order = models.PositiveSmallIntegerField("urutan")
    label = models.CharField("nama", max_length=80)
    year_from = models.PositiveSmallIntegerField("dari tahun")
    year_to = models.PositiveSmallIntegerField("sampai tahun")
    max_months = models.PositiveSmallIntegerField("paling lama (bulan)", null=True, blank=True)

    class Meta:
        verbose_name = "jangka waktu"
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "code"],
                name="horizon_code_once",
                violation_error_message="Kode jangka waktu ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class FundingSource(Loaded):
    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="funding_sources")
    code = models.CharField("kode", max_length=20)
    order = models.PositiveSmallIntegerField("urutan")
    label = models.CharField("nama", max_length=120)

    class Meta:
        verbose_name = "sumber dana"
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "code"],
                name="funding_source_once",
                violation_error_message="Kode sumber dana ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.label
