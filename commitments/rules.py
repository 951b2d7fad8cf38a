"""Who may do what with commitments and agreements."""

from commitments.models import Agreement, Commitment
from masterplan.models import Revision
from opd.authorization import Actor, access
from opd.enums import Role


def can_issue(actor: Actor, revision: Revision) -> bool:
    return access(actor).has(revision.region_id, Role.EDITOR)


def can_reconcile(actor: Actor, revision: Revision) -> bool:
    """Whoever may approve a version also sets what was promised from the one before it straight."""
    return access(actor).has(revision.region_id, Role.FACILITATOR)


def can_withdraw(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).has(commitment.region_id, Role.EDITOR)


def can_sign(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).acts_for(commitment.opd_id, Role.HEAD)


def can_edit_agreement(actor: Actor, agreement: Agreement) -> bool:
    return access(actor).has(agreement.region_id, Role.EDITOR)


def can_see_board(actor: Actor, region_id: int) -> bool:
    return access(actor).has(region_id, Role.ADMIN, Role.EDITOR, Role.LEADER, Role.FACILITATOR)
