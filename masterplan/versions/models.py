"""Frozen versions of the plan, their review and their files."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from lib.access import Actor, access
from lib.documents import Schemas
from lib.text.codes import new_token
from masterplan.book.upgrades import document_2
from masterplan.plan.models import Masterplan
from opd.accounts.roles import Can

SCHEMAS = Schemas("masterplan/2", {"masterplan/1": document_2})
"""The schemas frozen versions are stored in; tests/samples holds a document of each."""


class RevisionState(TextChoices):
    FROZEN = "frozen", "beku"
    IN_REVIEW = "in_review", "ditinjau"
    APPROVED = "approved", "disetujui"
    RETURNED = "returned", "dikembalikan"
    FINAL = "final", "final"
    SUPERSEDED = "superseded", "digantikan"


APPROVED_STATES = (RevisionState.APPROVED, RevisionState.FINAL, RevisionState.SUPERSEDED)

IN_FORCE = (RevisionState.APPROVED, RevisionState.FINAL)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, actor: Actor) -> "RevisionQuerySet":
        """Everyone of the region; a head only what was approved."""
        mine = access(actor)
        if mine.is_system:
            return self
        region = "masterplan__cycle__region_id__in"
        heads = Q(**{region: mine.regions_for(Can.READ_APPROVED)}, state__in=APPROVED_STATES)
        return self.filter(Q(**{region: mine.regions_for(Can.READ_PLAN)}) | heads)

    def visible_in(self, plan: Masterplan, actor: Actor) -> "RevisionQuerySet":
        """The same within one plan whose region is known: no join, so only the rows that are asked for are
        read. Their text, a megabyte each, stands in the way of every column after it."""
        mine, rows = access(actor), self.filter(masterplan=plan)
        if mine.may(plan.region_id, Can.READ_PLAN):
            return rows
        return (
            rows.filter(state__in=APPROVED_STATES)
            if mine.may(plan.region_id, Can.READ_APPROVED)
            else rows.none()
        )


class Revision(models.Model):
    """One frozen version. `content` is RFC 8785 canonical JSON; its SHA-256 can be recomputed by anyone."""

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("nomor")
    label = models.CharField("versi", max_length=20)
    state = models.CharField(
        "keadaan", max_length=12, choices=RevisionState.choices, default=RevisionState.FROZEN
    )
    content = models.TextField("isi beku")
    sha256 = models.CharField("SHA-256", max_length=64)
    token = models.CharField("kode verifikasi", max_length=16, unique=True, default=new_token)
    chain_head = models.CharField("ujung jejak audit", max_length=64, blank=True)
    frozen_at = models.DateTimeField("dibekukan pada")
    frozen_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    final_at = models.DateTimeField("ditetapkan pada", null=True, blank=True)
    final_by = models.ForeignKey(
        "opd.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    missing_reason = models.TextField("alasan yang belum lengkap", blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "versi beku"
        ordering: ClassVar = ["masterplan", "-number"]
        # Asked for every ten seconds; without the index each row's long content would be read past.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(chain_head=""), name="revision_without_head")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["masterplan", "number"],
                name="revision_number_once",
                violation_error_message="Nomor versi ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["masterplan", "label"],
                name="revision_label_once",
                violation_error_message="Nama versi ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["masterplan"],
                condition=Q(state="in_review"),
                name="revision_one_in_review",
                violation_error_message="Masih ada versi lain yang sedang ditinjau.",
            ),
            models.UniqueConstraint(
                fields=["masterplan"],
                condition=Q(state__in=["approved", "final"]),
                name="revision_one_in_force",
                violation_error_message="Masih ada versi lain yang berlaku.",
            ),
            models.CheckConstraint(
                name="revision_final_has_date",
                condition=~Q(state="final") | Q(final_at__isnull=False),
                violation_error_message="Versi final wajib bertanggal.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def region_id(self) -> int:
        return self.masterplan.region_id

    @property
    def document(self) -> dict[str, Any]:
        """What was frozen, in the newest schema, parsed anew. Raises UnknownSchema."""
        return SCHEMAS.upgrade(json.loads(self.content))

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED_STATES
