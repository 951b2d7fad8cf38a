"""Accounts, what each may do where, and who holds an office since when."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.functional import cached_property

from opd.enums import OPD_ROLES, Capacity, Role
from opd.models.access import Access, Actor, access
from opd.models.region import Opd

NAMED_ROLE = ("region_id", "role", "opd_id", "opd__short_name", "opd__head_title")


class User(AbstractUser):
    """A person's account. `label` is how the portal names it; seeds and demos use offices."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    label = models.CharField("nama tampilan", max_length=120)

    class Meta:
        verbose_name = "akun"
        # Signing in asks for the name in any case; without this it reads every account of the country.
        indexes: ClassVar = [models.Index(Upper("username"), name="user_username_any_case")]

    def __str__(self) -> str:
        return self.label or self.username

    @cached_property
    def access(self) -> Access:
        """All roles of this account. One query, once per request."""
        rows = list(self.memberships.values_list(*NAMED_ROLE))
        return Access(tuple(row[:3] for row in rows), offices=tuple(map(_office_of, rows)))


def _office_of(row: tuple[Any, ...]) -> str:
    """A head by the title of the office, everybody else by role and OPD."""
    _, role, _, short_name, head_title = row
    return head_title if role == Role.HEAD else f"{Role(role).label} {short_name or ''}".strip()


class Membership(models.Model):
    """One role of one person in one region; operators and heads act for one OPD."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    region = models.ForeignKey("opd.Region", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("peran", max_length=12, choices=Role.choices)
    opd = models.ForeignKey(
        "opd.Opd", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    class Meta:
        verbose_name = "peran"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_opd_fits_role",
                condition=Q(role__in=[*OPD_ROLES], opd__isnull=False)
                | (~Q(role__in=[*OPD_ROLES]) & Q(opd__isnull=True)),
                violation_error_message="Operator dan kepala OPD memerlukan OPD; peran lain tidak.",
            ),
            # Two, since SQLite has no unique constraint in which two NULLs are the same.
            models.UniqueConstraint(
                fields=["user", "region", "role", "opd"],
                name="membership_once_per_opd",
                violation_error_message="Orang ini sudah memiliki peran tersebut.",
            ),
            models.UniqueConstraint(
                fields=["user", "region", "role"],
                condition=Q(opd__isnull=True),
                name="membership_once",
                violation_error_message="Orang ini sudah memiliki peran tersebut.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.opd or ''}".strip()


class OfficeHolderQuerySet(models.QuerySet["OfficeHolder"]):
    def visible_to(self, actor: Actor) -> "OfficeHolderQuerySet":
        """Names and NIP are personal data: admin and editor of the region, and the own OPD."""
        mine = access(actor)
        if mine.is_system:
            return self
        staff = mine.regions_as(Role.ADMIN, Role.EDITOR)
        return self.filter(Q(opd__region_id__in=staff) | Q(opd_id__in=mine.opds(*OPD_ROLES)))

    def on(self, day: date) -> "OfficeHolderQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class OfficeHolder(models.Model):
    """Who holds an office, in which capacity, from when until when."""

    opd = models.ForeignKey(Opd, on_delete=models.PROTECT, related_name="holders", verbose_name="OPD")
    name = models.CharField("nama dan gelar", max_length=160)
    nip = models.CharField("NIP", max_length=21, blank=True)
    rank = models.CharField("pangkat/golongan", max_length=80, blank=True)
    capacity = models.CharField(
        "kapasitas", max_length=10, choices=Capacity.choices, default=Capacity.DEFINITIF
    )
    decree = models.CharField("nomor SK", max_length=120, blank=True)
    since = models.DateField("sejak")
    until = models.DateField("sampai", null=True, blank=True)

    objects: ClassVar[Any] = OfficeHolderQuerySet.as_manager()

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
