"""The cycle of one programme year, its framework of dimensions and its four workshops."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from bimtek.cycle.models import Cycle
from lib.access import Actor, access
from lib.versioned.models import Loaded
from opd.accounts.roles import Can


class Stage(TextChoices):
    I = "I", "Bimtek I"  # noqa: E741 -- the workshops are numbered in Roman
    II = "II", "Bimtek II"
    III = "III", "Bimtek III"
    IV = "IV", "Bimtek IV"


class BimtekSessionQuerySet(models.QuerySet["BimtekSession"]):
    def visible_to(self, actor: Actor) -> "BimtekSessionQuerySet":
        """Everyone of the region but the heads, who read the book, not the room."""
        mine = access(actor)
        return self if mine.is_system else self.filter(cycle__region_id__in=mine.regions_for(Can.READ_PLAN))


class BimtekSession(Loaded):
    """One of the four workshops."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sessions")
    stage = models.CharField("tahap", max_length=4, choices=Stage.choices)
    start = models.DateField("mulai", null=True, blank=True)
    end = models.DateField("selesai", null=True, blank=True)
    place = models.CharField("tempat", max_length=200, blank=True)
    purpose = models.TextField("tujuan", blank=True)
    outputs = models.JSONField("hasil", default=list, blank=True)
    participants = models.TextField("peserta", blank=True)
    source_url = models.CharField("sumber", max_length=500, blank=True)

    objects = BimtekSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "Bimtek"
        ordering: ClassVar = ["cycle", "stage"]  # I < II < III < IV also as text
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "stage"],
                name="bimtek_session_once",
                violation_error_message="Tahap Bimtek ini sudah ada.",
            ),
            models.CheckConstraint(
                name="bimtek_session_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="Bimtek tidak dapat selesai sebelum mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bimtek {self.stage}"

    @property
    def region_id(self) -> int:
        return self.cycle.region_id
