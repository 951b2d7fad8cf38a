"""Who may do what with commitments and agreements."""

from commitments.letters.models import Commitment
from lib.access import Actor, access
from opd.accounts.roles import Can


def can_sign(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).may_for(commitment.region_id, commitment.opd_id, Can.SIGN)


def can_illustrate(actor: Actor, commitment: Commitment) -> bool:
    """Only where every page and print says that the plan is illustrative."""
    return commitment.masterplan.is_illustrative and can_sign(actor, commitment)
