"""Who may do what with offices and people."""

from lib.access import Actor, access
from opd.accounts.models import OPD_ROLES, Role
from opd.offices.models import Opd, Region

WHOLE_REGION = (Role.ADMIN, Role.EDITOR, Role.LEADER, Role.FACILITATOR)


def can_appoint(actor: Actor, opd: Opd) -> bool:
    return access(actor).has(opd.region_id, Role.ADMIN)


def can_see_holders(actor: Actor, region: Region) -> bool:
    return access(actor).has(region.pk, Role.ADMIN, Role.EDITOR)


def can_see_names(actor: Actor, opd: Opd) -> bool:
    """Who holds an office by name: admin and editor, and the people of that OPD."""
    mine = access(actor)
    return mine.has(opd.region_id, Role.ADMIN, Role.EDITOR) or mine.acts_for(opd.pk, *OPD_ROLES)


def can_see_programmes(actor: Actor, opd: Opd) -> bool:
    """Everyone of the region; a head those of the own OPD."""
    mine = access(actor)
    return mine.has(opd.region_id, *WHOLE_REGION, Role.OPERATOR) or mine.acts_for(opd.pk, Role.HEAD)


def can_see_commitment(actor: Actor, opd: Opd) -> bool:
    """The commitment of another OPD is not an operator's or a head's to read."""
    mine = access(actor)
    return mine.has(opd.region_id, *WHOLE_REGION) or mine.acts_for(opd.pk, *OPD_ROLES)
