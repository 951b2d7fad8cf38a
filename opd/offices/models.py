"""Region and perangkat daerah (OPD)."""

import re
from datetime import date
from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import F, Q, TextChoices

from lib import zones
from lib.access import Actor, access
from lib.versioned.models import Loaded
from opd.accounts.roles import Can


class OfficeKind(NamedTuple):
    """`is_area`: its offices are the areas that findings name, without the word for the kind."""

    label: str
    is_area: bool = False


KINDS = {
    "sekretariat": OfficeKind("Sekretariat"),
    "inspektorat": OfficeKind("Inspektorat"),
    "dinas": OfficeKind("Dinas"),
    "satuan": OfficeKind("Satuan"),
    "badan": OfficeKind("Badan"),
    "kantor": OfficeKind("Kantor"),
    "bagian": OfficeKind("Bagian"),
    "rsud": OfficeKind("RSUD"),
    "puskesmas": OfficeKind("Puskesmas"),
    "uptd": OfficeKind("UPTD"),
    "blud": OfficeKind("BLUD"),
    "bumd": OfficeKind("BUMD"),
    "kecamatan": OfficeKind("Kecamatan", is_area=True),
    "distrik": OfficeKind("Distrik", is_area=True),
    "kapanewon": OfficeKind("Kapanewon", is_area=True),
    "kemantren": OfficeKind("Kemantren", is_area=True),
    "kelurahan": OfficeKind("Kelurahan"),
    "kalurahan": OfficeKind("Kalurahan"),
    "desa": OfficeKind("Desa"),
    "kampung": OfficeKind("Kampung"),
    "nagari": OfficeKind("Nagari"),
    "gampong": OfficeKind("Gampong"),
    "lainnya": OfficeKind("Lainnya"),
}
"""Every kind the portal knows more of than its name, in the order of lists. A region may name others."""

OTHER_KIND = "lainnya"
LONGEST_KIND = 40
AREA_WORD = re.compile(
    rf"(?:{'|'.join(kind.label for kind in KINDS.values() if kind.is_area)})\s+(?=\S)", re.IGNORECASE
)


def kind_label(kind: str) -> str:
    """As people read it; a kind that only the region's own list knows reads as it was written there."""
    return KINDS[kind].label if kind in KINDS else kind


def kind_rank(kind: str) -> int:
    """The place of the kind in lists; those that are not in the table come last."""
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def area_name(kind: str, name: str) -> str:
    """*Tambun Utara* for Kecamatan Tambun Utara; empty for an office that is no area."""
    return AREA_WORD.sub("", name, count=1) if kind in KINDS and KINDS[kind].is_area else ""


class Capacity(TextChoices):
    DEFINITIF = "definitif", "definitif"
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."
    PJ = "pj", "Pj."


class Region(Loaded):
    """A kabupaten or kota; every other row belongs to one."""

    code = models.CharField("kode wilayah", max_length=13, unique=True)
    kind = models.CharField("jenis", max_length=20)
    name = models.CharField("nama", max_length=120)
    province = models.CharField("provinsi", max_length=120, blank=True)
    capital = models.CharField("ibu kota", max_length=120, blank=True)
    motto = models.CharField("semboyan", max_length=200, blank=True)
    founded = models.DateField("hari jadi", null=True, blank=True)
    time_zone = models.CharField(
        "zona waktu",
        max_length=20,
        blank=True,
        choices=zones.Zone.choices,
        help_text="Kosong: menurut dua angka pertama kode wilayah.",
    )

    class Meta:
        verbose_name = "daerah"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def region_id(self) -> int:
        return self.pk

    @property
    def zone(self) -> str:
        """The name in the tz database by which hours and days of this region are told."""
        return self.time_zone or zones.of_place(self.code).value


class OpdQuerySet(models.QuerySet["Opd"]):
    def visible_to(self, actor: Actor) -> "OpdQuerySet":
        """The names of offices are open to everyone who has a part in the region."""
        mine = access(actor)
        return self if mine.is_system else self.filter(region_id__in=mine.regions)


class Opd(Loaded):
    """A perangkat daerah. Its code is its name for ever; official names may change."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="opds", verbose_name="daerah")
    code = models.CharField("kode", max_length=30)
    official_name = models.CharField("nama resmi", max_length=200)
    short_name = models.CharField("singkatan", max_length=60)
    kind = models.CharField("jenis", max_length=LONGEST_KIND)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="induk"
    )
    head_title = models.CharField("jabatan kepala", max_length=200)
    order = models.PositiveIntegerField("urutan", default=0)
    other_names = models.JSONField("nama lain", default=list, blank=True)
    valid_from = models.CharField("berlaku sejak", max_length=10, blank=True)
    is_confirmed = models.BooleanField("nama sudah dicocokkan", default=False)
    kemendagri_code = models.CharField("kode Kemendagri", max_length=13, blank=True)

    objects = OpdQuerySet.as_manager()

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

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)

    @property
    def area_name(self) -> str:
        return area_name(self.kind, self.official_name)


class OfficeHolderQuerySet(models.QuerySet["OfficeHolder"]):
    def visible_to(self, actor: Actor) -> "OfficeHolderQuerySet":
        """Names and NIP are personal data: admin and editor of the region, and the own OPD."""
        mine = access(actor)
        if mine.is_system:
            return self
        everywhere, own = mine.regions_for(Can.READ_HOLDERS), mine.opds_for(Can.READ_HOLDERS)
        return self.filter(Q(opd__region_id__in=everywhere) | Q(opd_id__in=own))

    def on(self, day: date) -> "OfficeHolderQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class OfficeHolder(models.Model):
    """Who holds an office, in which capacity, from when until when."""

    opd = models.ForeignKey(Opd, on_delete=models.PROTECT, related_name="holders", verbose_name="OPD")
    name = models.CharField(
        "nama dan gelar",
        max_length=160,
        help_text="Tercetak dalam surat komitmen, persis seperti ditulis di sini.",
    )
    nip = models.CharField("NIP", max_length=21, blank=True)
    rank = models.CharField(
        "pangkat dan golongan",
        max_length=80,
        blank=True,
        help_text="Misalnya Pembina Utama Muda (IV/c)",
    )
    capacity = models.CharField(
        "kapasitas", max_length=10, choices=Capacity.choices, default=Capacity.DEFINITIF
    )
    decree = models.CharField(
        "nomor SK atau surat perintah",
        max_length=120,
        blank=True,
        help_text="Misalnya 821.2/174/BKPSDM",
    )
    since = models.DateField("sejak", help_text="Hari pertama menjabat")
    until = models.DateField("sampai", null=True, blank=True, help_text="Kosong bila belum ada akhirnya")

    objects = OfficeHolderQuerySet.as_manager()

    class Meta:
        verbose_name = "pejabat"
        ordering: ClassVar = ["opd", "-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="holder_period_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal sejak.",
            ),
            models.UniqueConstraint(
                fields=["opd"],
                condition=Q(until__isnull=True),
                name="holder_one_open_per_opd",
                violation_error_message="OPD ini masih mempunyai pejabat tanpa tanggal akhir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.name})"

    @property
    def region_id(self) -> int:
        return self.opd.region_id

    @property
    def title(self) -> str:
        """The office with its capacity, as a letter names it: "Plt. Kepala Dinas Pendidikan"."""
        prefix = "" if self.capacity == Capacity.DEFINITIF else f"{Capacity(self.capacity).label} "
        return f"{prefix}{self.opd.head_title}"
