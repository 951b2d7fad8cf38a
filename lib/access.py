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
class Access:
    """All roles of one actor: (region id, role, OPD id or None); `offices` names each of them for people."""

    roles: tuple[tuple[int, str, int | None], ...] = ()
    is_system: bool = False
    offices: tuple[str, ...] = ()

    @property
    def regions(self) -> frozenset[int]:
        return frozenset(region for region, _, _ in self.roles)

    def regions_as(self, *roles: str) -> frozenset[int]:
        return frozenset(region for region, role, _ in self.roles if role in roles)

    def opds(self, *roles: str, region_id: int | None = None) -> frozenset[int]:
        """The OPDs a person acts for; those of one region when an act belongs to a region."""
        return frozenset(
            opd
            for region, role, opd in self.roles
            if role in roles and opd is not None and region_id in (None, region)
        )

    def has(self, region_id: int, *roles: str) -> bool:
        return self.is_system or any(region == region_id and role in roles for region, role, _ in self.roles)

    def acts_for(self, opd_id: int | None, *roles: str) -> bool:
        return self.is_system or (opd_id is not None and opd_id in self.opds(*roles))


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


__all__ = ["SYSTEM", "Access", "Actor", "System", "access", "require"]


def require(allowed: bool, message: str = "Anda tidak berwenang melakukan ini.") -> None:
    """Raise Forbidden (403) with the sentence unless allowed."""
    if not allowed:
        raise Forbidden(message)
