"""Who may do what with commitments and agreements."""

from commitments.agreements.models import Agreement
from lib.access import Actor, access
from opd.accounts.models import Role


def can_edit_agreement(actor: Actor, agreement: Agreement) -> bool:
    return access(actor).has(agreement.region_id, Role.EDITOR)
