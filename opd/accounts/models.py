"""Accounts, what each may do where, and who holds an office since when."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.functional import cached_property

from lib import zones
from lib.access import Access, Grant
from opd.accounts.roles import OPD_ROLES, TABLE, Role, role_choices

NAMED_ROLE = (
    *("region_id", "role", "opd_id", "opd__short_name", "opd__head_title"),
    *("region__time_zone", "region__code"),
)


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
        """All that this account may do. One query, once per request."""
        rows = list(self.memberships.values_list(*NAMED_ROLE))
        return Access(tuple(map(_grant_of, rows)), offices=tuple(map(_office_of, rows)))


def _grant_of(row: tuple[Any, ...]) -> Grant:
    region, role, opd, _, _, time_zone, code = row
    zone = time_zone or zones.of_place(code).value
    return Grant(region, role, opd, TABLE[role].everywhere, TABLE[role].own, zone)


def _office_of(row: tuple[Any, ...]) -> str:
    """A head by the title of the office, everybody else by role and OPD."""
    _, role, _, short_name, head_title, *_ = row
    return head_title if role == Role.HEAD else f"{Role(role).label} {short_name or ''}".strip()


class Membership(models.Model):
    """One role of one person in one region; operators and heads act for one OPD."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    region = models.ForeignKey("opd.Region", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("peran", max_length=12, choices=role_choices)
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
