"""Who may do what with commitments and agreements."""

from commitments.agreements.models import Agreement
from lib.access import Actor, access
from opd.accounts.roles import Can


def can_edit_agreement(actor: Actor, agreement: Agreement) -> bool:
    return access(actor).may(agreement.region_id, Can.EDIT_AGREEMENT)
