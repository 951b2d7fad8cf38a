"""Who may do what with offices and people."""

from opd.authorization import Actor, access
from opd.enums import Role
from opd.models import Opd, Region


def can_appoint(actor: Actor, opd: Opd) -> bool:
    return access(actor).has(opd.region_id, Role.ADMIN)


def can_see_holders(actor: Actor, region: Region) -> bool:
    return access(actor).has(region.pk, Role.ADMIN, Role.EDITOR)


def can_add_user(actor: Actor) -> bool:
    """Accounts are made by the command until people can be managed in the portal."""
    return access(actor).is_system
