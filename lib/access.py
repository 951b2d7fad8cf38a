"""Who may: the actor's access, and the one way to refuse."""

from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

from django.contrib.auth.models import AnonymousUser

from lib.errors import Forbidden


class System:
    """Commands and the clock. May do everything; its acts are recorded under its own name."""

    label = "Sistem"

    def __str__(self) -> str:
        return self.label


SYSTEM: Final = System()


@dataclass(frozen=True)
class Grant:
    """One role of one person: what it gives in a whole region, and what for one office of it. `time_zone` is
    that of the region."""

    region_id: int
    role: str
    opd_id: int | None = None
    everywhere: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    time_zone: str = ""


class OfRegion(Protocol):
    """A row that belongs to a region."""

    @property
    def region_id(self) -> int: ...


@dataclass(frozen=True)
class Access:
    """All that one actor may do; `offices` names each role for people."""

    grants: tuple[Grant, ...] = ()
    is_system: bool = False
    offices: tuple[str, ...] = ()

    @property
    def regions(self) -> frozenset[int]:
        return frozenset(grant.region_id for grant in self.grants)

    def time_zone(self, row: "OfRegion | None" = None) -> str:
        """Of the row's region, else of the actor's first one; "" without one."""
        zones = {grant.region_id: grant.time_zone for grant in self.grants}
        first = next(iter(zones.values()), "")
        # A row may have to ask the database for its region, which one zone for all makes needless.
        if row is None or len(set(zones.values())) == 1:
            return first
        return zones.get(row.region_id, first)

    def roles_in(self, region_id: int) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants if grant.region_id == region_id)

    def regions_for(self, capability: str) -> frozenset[int]:
        """The regions in all of which the actor has it."""
        return frozenset(grant.region_id for grant in self.grants if capability in grant.everywhere)

    def opds_for(self, capability: str, *, region_id: int | None = None) -> frozenset[int]:
        """The offices for which the actor has it; those of one region when an act belongs to a region."""
        return frozenset(
            grant.opd_id
            for grant in self.grants
            if grant.opd_id is not None and capability in grant.own and region_id in (None, grant.region_id)
        )

    def may(self, region_id: int, capability: str) -> bool:
        """In the whole region."""
        return self.is_system or region_id in self.regions_for(capability)

    def may_for(self, region_id: int, opd_id: int | None, capability: str) -> bool:
        """In the whole region, or for this office."""
        return self.may(region_id, capability) or (opd_id is not None and opd_id in self.opds_for(capability))


class Person(Protocol):
    """What is asked of an account; the user model fits it."""

    pk: Any
    is_active: bool

    @property
    def access(self) -> Access: ...


Actor: TypeAlias = Person | AnonymousUser | System


def access(actor: Actor) -> Access:
    """The roles of the actor; none for strangers and closed accounts."""
    if isinstance(actor, System):
        return Access(is_system=True)
    if isinstance(actor, AnonymousUser) or not actor.is_active:
        return Access()
    return actor.access


__all__ = ["NOT_ALLOWED", "SYSTEM", "Access", "Actor", "System", "access", "require"]

NOT_ALLOWED = "Anda tidak berwenang melakukan ini."


def require(allowed: bool, message: str = NOT_ALLOWED) -> None:
    """Raise Forbidden (403) with the sentence unless allowed."""
    if not allowed:
        raise Forbidden(message)
