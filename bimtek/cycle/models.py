"""The cycle of one programme year, its framework of dimensions and its four workshops."""

from typing import ClassVar

from django.db import models

from lib.access import Actor, access
from lib.versioned.models import Loaded
from opd.offices.models import Opd, Region


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, actor: Actor) -> "CycleQuerySet":
        mine = access(actor)
        return self if mine.is_system else self.filter(region_id__in=mine.regions)


class Cycle(Loaded):
    """One round of the ministry's programme in one region."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cycles")
    slug = models.SlugField("nama pendek", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField("tahun")
    name = models.CharField("nama", max_length=160)
    deadline = models.DateField("tenggat", null=True, blank=True)
    leading_office = models.ForeignKey(Opd, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ministry_name = models.CharField("kementerian", max_length=200, blank=True)
    ministry_unit = models.CharField("unit kementerian", max_length=200, blank=True)
    framework = models.JSONField(default=dict, help_text="Kept word for word; no table needs it yet.")
    last_finding_number = models.PositiveIntegerField(default=0)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "siklus"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Dimension(Loaded):
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="dimensions")
    code = models.CharField("kode", max_length=20)
    order = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("nama", max_length=80)
    name_id = models.CharField("nama Indonesia", max_length=160, blank=True)
    meaning = models.TextField("makna", blank=True)

    class Meta:
        verbose_name = "dimensi"
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "code"],
                name="dimension_code_once",
                violation_error_message="Kode dimensi ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Subdimension(Loaded):
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="subdimensions")
    code = models.CharField("kode", max_length=20)
    order = models.PositiveSmallIntegerField("urutan")
    tag = models.CharField("sebutan", max_length=80)
    name_id = models.CharField("nama Indonesia", max_length=160, blank=True)

    class Meta:
        verbose_name = "subdimensi"
        ordering: ClassVar = ["dimension", "order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dimension", "code"],
                name="subdimension_code_once",
                violation_error_message="Kode subdimensi ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.tag
