"""A programme: what answers findings, who leads it, with which targets and rupiah per year."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from bimtek.cycle.models import Dimension, Subdimension
from bimtek.findings.models import Finding
from lib import clock
from lib.access import Actor, access
from lib.versioned.models import CarriedOver, Loaded, Searchable, SetAside
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from opd.accounts.roles import Can
from opd.offices.models import Opd


class ProgrammeStatus(TextChoices):
    """Progress in the world, never a workflow state."""

    RENCANA = "rencana", "Direncanakan"
    BERJALAN = "berjalan", "Berjalan"
    SELESAI = "selesai", "Selesai"
    TERHENTI = "terhenti", "Terhenti"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, actor: Actor) -> "ProgrammeQuerySet":
        """Everyone of the region; a head what the own OPD leads or supports."""
        mine = access(actor)
        if mine.is_system:
            return self
        seen = Q(masterplan__cycle__region_id__in=mine.regions_for(Can.READ_PLAN))
        own = mine.opds_for(Can.READ_PROGRAMMES)
        if own:
            return self.filter(seen | Q(lead_opd_id__in=own) | Q(supporting_opds__in=own)).distinct()
        return self.filter(seen)

    def live(self) -> "ProgrammeQuerySet":
        return self.filter(set_aside_at__isnull=True)


class Programme(SetAside, CarriedOver, Loaded, Searchable):
    """Natural key: its code within the masterplan. `source_amount` is never spread over years."""

    SEARCHED = ("code", "name", "short_name")

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="programmes")
    code = models.CharField("kode", max_length=20)
    name = models.CharField("nama program", max_length=200, help_text="Sebutkan hasilnya, bukan alatnya.")
    short_name = models.CharField("nama pendek", max_length=60, blank=True)
    description = models.TextField("uraian", blank=True)
    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, related_name="programmes", verbose_name="dimensi"
    )
    subdimension = models.ForeignKey(
        Subdimension,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="subdimensi",
    )
    lead_opd = models.ForeignKey(
        Opd, on_delete=models.PROTECT, related_name="led_programmes", verbose_name="OPD penanggung jawab"
    )
    supporting_opds = models.ManyToManyField(
        Opd, related_name="supported_programmes", blank=True, verbose_name="OPD pendukung"
    )
    horizon = models.ForeignKey(
        Horizon, on_delete=models.PROTECT, related_name="programmes", verbose_name="jangka waktu"
    )
    quick_win = models.BooleanField(
        "calon quick win", default=False, help_text="Satu dari enam, satu tiap dimensi."
    )
    start_year = models.PositiveSmallIntegerField("tahun mulai", null=True, blank=True)
    end_year = models.PositiveSmallIntegerField("tahun selesai", null=True, blank=True)
    source_amount = models.BigIntegerField(
        "jumlah menurut sumber",
        null=True,
        blank=True,
        help_text="Jumlah yang disebut sumber; tidak dibagi ke tahun dan tidak ikut dijumlahkan.",
    )
    funding_sources = models.ManyToManyField(
        FundingSource, related_name="programmes", blank=True, verbose_name="sumber dana"
    )
    status = models.CharField(
        "keadaan", max_length=10, choices=ProgrammeStatus.choices, default=ProgrammeStatus.RENCANA
    )
    status_reason = models.CharField("alasan bila terhenti", max_length=500, blank=True)
    findings = models.ManyToManyField(
        Finding, related_name="programmes", blank=True, verbose_name="temuan yang dijawab"
    )
    source_url = models.URLField("sumber", max_length=500, blank=True)
    note = models.TextField("catatan", blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "program"
        ordering: ClassVar = ["masterplan", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "code"],
                name="programme_code_once",
                violation_error_message="Kode program ini sudah dipakai.",
            ),
            models.CheckConstraint(
                name="programme_period_in_order",
                condition=Q(start_year__isnull=True)
                | Q(end_year__isnull=True)
                | Q(end_year__gte=F("start_year")),
                violation_error_message="Tahun selesai program tidak boleh sebelum tahun mulai.",
            ),
            models.CheckConstraint(
                name="programme_amount_not_negative",
                condition=Q(source_amount__isnull=True) | Q(source_amount__gte=0),
                violation_error_message="Jumlah rupiah tidak boleh negatif.",
            ),
            models.CheckConstraint(
                name="programme_stopped_has_reason",
                condition=~Q(status="terhenti") | ~Q(status_reason=""),
                violation_error_message="Program yang terhenti wajib beralasan.",
            ),
            models.CheckConstraint(
                name="programme_set_aside_has_reason",
                condition=Q(set_aside_at__isnull=True, set_aside_reason="")
                | (Q(set_aside_at__isnull=False) & ~Q(set_aside_reason="")),
                violation_error_message="Program yang dikesampingkan wajib beralasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def region_id(self) -> int:
        return self.masterplan.region_id


class Direction(TextChoices):
    RISE = "naik", "Naik"
    FALL = "turun", "Turun"


class Indicator(models.Model):
    """What is measured; a programme has as many as it needs, numbered from 1 in the order of the page."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField("nomor", default=1)
    name = models.CharField("indikator", max_length=200, blank=True)
    unit = models.CharField("satuan", max_length=60, blank=True)
    direction = models.CharField("arah", max_length=5, choices=Direction.choices, blank=True)
    baseline = models.DecimalField("nilai dasar", max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("tahun pengukuran", null=True, blank=True)

    class Meta:
        verbose_name = "indikator"
        ordering: ClassVar = ["programme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="indicator_number_once",
                violation_error_message="Nomor indikator sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What an indicator should come to in one year. Unknown has no row; years outside the plan are notes."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField("tahun")
    value = models.DecimalField("target", max_digits=20, decimal_places=6)
    is_achieved = models.BooleanField("sudah tercapai", default=False)

    class Meta:
        verbose_name = "target"
        ordering: ClassVar = ["indicator", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="target_once_a_year",
                violation_error_message="Target tahun ini sudah diisi.",
            ),
            models.CheckConstraint(
                name="target_not_negative",
                condition=Q(value__gte=0),
                violation_error_message="Target tidak boleh negatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class Money(models.Model):
    """Rupiah of one year from one source; without a source it is *belum dibagi*. Unknown has no row."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="money")
    year = models.PositiveSmallIntegerField("tahun")
    source = models.ForeignKey(
        FundingSource,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="sumber dana",
    )
    rupiah = models.BigIntegerField("rupiah")

    class Meta:
        verbose_name = "rupiah"
        ordering: ClassVar = ["programme", "year", F("source").asc(nulls_last=True)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "year", "source"],
                name="money_once_a_year_and_source",
                violation_error_message="Rupiah sumber ini sudah diisi untuk tahun itu.",
            ),
            # NULL equals nothing, so the constraint above lets any number of undivided sums stand.
            models.UniqueConstraint(
                fields=["programme", "year"],
                condition=Q(source__isnull=True),
                name="money_undivided_once_a_year",
                violation_error_message="Rupiah tahun ini sudah diisi.",
            ),
            models.CheckConstraint(
                name="money_not_negative",
                condition=Q(rupiah__gte=0),
                violation_error_message="Rupiah tidak boleh negatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}"
