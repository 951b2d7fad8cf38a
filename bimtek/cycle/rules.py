"""Who may do what with findings."""

from bimtek.cycle.models import Cycle
from lib.access import Actor, access
from opd.accounts.models import Role

READERS = (Role.ADMIN, Role.EDITOR, Role.OPERATOR, Role.LEADER, Role.FACILITATOR)


def can_read_bimtek(actor: Actor, cycle: Cycle) -> bool:
    """A head reads the book, not the room."""
    return access(actor).has(cycle.region_id, *READERS)
