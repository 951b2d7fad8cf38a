"""Region and perangkat daerah (OPD)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from opd.enums import OpdKind
from opd.models.access import Actor, access


class Region(models.Model):
    """A kabupaten or kota; every other row belongs to one."""

    code = models.CharField("kode wilayah", max_length=13, unique=True)
    kind = models.CharField("jenis", max_length=20)
    name = models.CharField("nama", max_length=120)
    province = models.CharField("provinsi", max_length=120, blank=True)
    capital = models.CharField("ibu kota", max_length=120, blank=True)
    motto = models.CharField("semboyan", max_length=200, blank=True)
    founded = models.DateField("hari jadi", null=True, blank=True)
    loaded_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "daerah"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def region_id(self) -> int:
        return self.pk


class OpdQuerySet(models.QuerySet["Opd"]):
    def visible_to(self, actor: Actor) -> "OpdQuerySet":
        """The names of offices are open to everyone who has a part in the region."""
        mine = access(actor)
        return self if mine.is_system else self.filter(region_id__in=mine.regions)


class Opd(models.Model):
    """A perangkat daerah. Its code is its name for ever; official names may change."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="opds", verbose_name="daerah")
    code = models.CharField("kode", max_length=30)
    official_name = models.CharField("nama resmi", max_length=200)
    short_name = models.CharField("singkatan", max_length=60)
    kind = models.CharField("jenis", max_length=20, choices=OpdKind.choices)
    head_title = models.CharField("jabatan kepala", max_length=200)
    order = models.PositiveIntegerField("urutan", default=0)
    other_names = models.JSONField("nama lain", default=list, blank=True)
    valid_from = models.CharField("berlaku sejak", max_length=10, blank=True)
    is_confirmed = models.BooleanField("nama sudah dicocokkan", default=False)
    kemendagri_code = models.CharField("kode Kemendagri", max_length=13, blank=True)
    loaded_hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = OpdQuerySet.as_manager()

    class Meta:
        verbose_name = "perangkat daerah"
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="opd_code_once",
                violation_error_message="Kode perangkat daerah ini sudah dipakai.",
            ),
            models.CheckConstraint(
                name="opd_has_names",
                condition=~Q(official_name="") & ~Q(short_name=""),
                violation_error_message="Nama resmi dan singkatan perangkat daerah wajib diisi.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
