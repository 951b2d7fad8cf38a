"""Who may do what with findings."""

from bimtek.cycle.models import Cycle
from lib.access import Actor, access
from opd.accounts.roles import Can


def can_read_bimtek(actor: Actor, cycle: Cycle) -> bool:
    """A head reads the book, not the room."""
    return access(actor).may(cycle.region_id, Can.READ_PLAN)
