"""Who is acting, and with which roles. Roles are read once per request and kept on the user object."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.contrib.auth.models import AnonymousUser

from opd.enums import Role

if TYPE_CHECKING:
    from opd.models.people import User


NAMED_ROLE = ("region_id", "role", "opd_id", "opd__short_name", "opd__head_title")


class System:
    """Commands and the clock. May do everything; its acts are recorded under its own name."""

    label = "Sistem"

    def __str__(self) -> str:
        return self.label


SYSTEM: Final = System()
Actor: TypeAlias = "User | AnonymousUser | System"


@dataclass(frozen=True)
class Access:
    """All roles of one actor: (region id, role, OPD id or None); `offices` names each of them for people."""

    roles: tuple[tuple[int, str, int | None], ...] = ()
    is_system: bool = False
    offices: tuple[str, ...] = ()

    @property
    def regions(self) -> frozenset[int]:
        return frozenset(region for region, _, _ in self.roles)

    def regions_as(self, *roles: Role) -> frozenset[int]:
        return frozenset(region for region, role, _ in self.roles if role in roles)

    def opds(self, *roles: Role, region_id: int | None = None) -> frozenset[int]:
        """The OPDs a person acts for; those of one region when an act belongs to a region."""
        return frozenset(
            opd
            for region, role, opd in self.roles
            if role in roles and opd is not None and region_id in (None, region)
        )

    def has(self, region_id: int, *roles: Role) -> bool:
        return self.is_system or any(region == region_id and role in roles for region, role, _ in self.roles)

    def acts_for(self, opd_id: int | None, *roles: Role) -> bool:
        return self.is_system or (opd_id is not None and opd_id in self.opds(*roles))


def access(actor: Actor) -> Access:
    if isinstance(actor, System):
        return Access(is_system=True)
    if isinstance(actor, AnonymousUser) or not actor.is_active:
        return Access()
    if actor._access is None:
        rows = list(actor.memberships.values_list(*NAMED_ROLE))
        actor._access = Access(tuple(row[:3] for row in rows), offices=tuple(map(_office, rows)))
    return actor._access


def _office(row: tuple[Any, ...]) -> str:
    """A head by the title of the office, everybody else by role and OPD."""
    _, role, _, short_name, head_title = row
    return head_title if role == Role.HEAD else f"{Role(role).label} {short_name or ''}".strip()
