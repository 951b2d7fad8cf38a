"""Who may do what with commitments and agreements."""

from commitments.letters.models import Commitment
from lib.access import Actor, access
from masterplan.versions.models import Revision
from opd.accounts.models import Role


def can_issue(actor: Actor, revision: Revision) -> bool:
    return access(actor).has(revision.region_id, Role.EDITOR)


def can_reconcile(actor: Actor, revision: Revision) -> bool:
    """Whoever may approve a version also sets what was promised from the one before it straight."""
    return access(actor).has(revision.region_id, Role.FACILITATOR)


def can_withdraw(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).has(commitment.region_id, Role.EDITOR)


def can_see_board(actor: Actor, region_id: int) -> bool:
    return access(actor).has(region_id, Role.ADMIN, Role.EDITOR, Role.LEADER, Role.FACILITATOR)
