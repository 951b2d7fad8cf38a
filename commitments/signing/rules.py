"""Who may do what with commitments and agreements."""

from commitments.letters.models import Commitment
from lib.access import Actor, access
from opd.accounts.models import Role


def can_sign(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).acts_for(commitment.opd_id, Role.HEAD)
