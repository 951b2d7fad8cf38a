"""The masterplan, its horizons and sources of funds, and the tree of books, chapters and sections."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from lib.access import Actor, access
from lib.versioned.models import CarriedOver, Loaded, Versioned
from masterplan.book.blocks import TABLES
from masterplan.plan.models import Masterplan, letter
from opd.accounts.roles import Can
from opd.offices.models import Opd


class SectionKind(TextChoices):
    TEXT = "text", "Teks"
    TABLE = "table", "Tabel"


LIVE = Q(kind="table", table__in=[*TABLES])
"""Sections whose table follows the data. All others are written by people: also a table whose rows the portal
does not collect yet carries their plain text."""


def is_live(kind: str, table: str) -> bool:
    return kind == SectionKind.TABLE and table in TABLES


class SectionState(TextChoices):
    EMPTY = "empty", "belum disusun"
    WRITING = "writing", "sedang ditulis"
    READY = "ready", "siap"


class Book(Loaded):
    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="books")
    code = models.CharField("kode", max_length=12)
    order = models.PositiveSmallIntegerField("urutan")
    title = models.CharField("judul", max_length=200)

    class Meta:
        verbose_name = "buku"
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "code"],
                name="book_code_once",
                violation_error_message="Kode buku sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Chapter(Loaded):
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="chapters")
    order = models.PositiveSmallIntegerField("urutan")
    number = models.CharField("nomor", max_length=8, blank=True)
    title = models.CharField("judul", max_length=200)

    class Meta:
        verbose_name = "bab"
        ordering: ClassVar = ["book", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "order"],
                name="chapter_order_once",
                violation_error_message="Urutan bab sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return f"BAB {self.number} {self.title}" if self.number else self.title


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, actor: Actor) -> "SectionQuerySet":
        """Living text is for everyone of the region but the heads, who read approved revisions."""
        mine = access(actor)
        if mine.is_system:
            return self
        return self.filter(chapter__book__masterplan__cycle__region_id__in=mine.regions_for(Can.READ_PLAN))


class Section(Versioned, CarriedOver, Loaded):
    """A part of a chapter: text (`body` is ProseMirror-shaped JSON) or a live table."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField("kode", max_length=20)
    order = models.PositiveSmallIntegerField("urutan")
    title = models.CharField("judul", max_length=200)
    kind = models.CharField("jenis", max_length=8, choices=SectionKind.choices, default=SectionKind.TEXT)
    table = models.CharField("tabel", max_length=30, blank=True)
    body = models.JSONField("isi", null=True, blank=True)
    figures = models.JSONField("angka kunci", default=list, blank=True)
    is_ready = models.BooleanField("siap", default=False)
    assigned_opd = models.ForeignKey(
        Opd,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ditugaskan kepada",
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "bagian naskah"
        ordering: ClassVar = ["chapter", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["chapter", "order"],
                name="section_order_once",
                violation_error_message="Urutan bagian sudah dipakai.",
            ),
            models.CheckConstraint(
                name="section_table_fits_kind",
                condition=Q(kind="table") & ~Q(table="") | Q(kind="text", table=""),
                violation_error_message="Bagian tabel memerlukan nama tabel; bagian teks tidak.",
            ),
            models.CheckConstraint(
                name="section_ready_has_text",
                condition=Q(is_ready=False) | Q(kind="table") | Q(body__isnull=False),
                violation_error_message="Bagian tanpa teks tidak dapat ditandai siap.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def masterplan(self) -> Masterplan:
        return self.chapter.book.masterplan

    @property
    def region_id(self) -> int:
        return self.masterplan.region_id

    @property
    def letter(self) -> str:
        """A, B, … Z within the chapter; beyond that the number itself."""
        return letter(self.order)

    @property
    def is_live(self) -> bool:
        return is_live(self.kind, self.table)

    @property
    def state(self) -> SectionState:
        if not self.body and not self.is_live:
            return SectionState.EMPTY
        return SectionState.READY if self.is_ready else SectionState.WRITING
