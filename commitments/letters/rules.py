"""Who may do what with commitments and agreements."""

from commitments.letters.models import Commitment
from lib.access import Actor, access
from masterplan.versions.models import Revision
from opd.accounts.roles import Can


def can_issue(actor: Actor, revision: Revision) -> bool:
    return access(actor).may(revision.region_id, Can.ISSUE_LETTER)


def can_reconcile(actor: Actor, revision: Revision) -> bool:
    """Whoever may approve a version also sets what was promised from the one before it straight."""
    return access(actor).may(revision.region_id, Can.REVIEW)


def can_withdraw(actor: Actor, commitment: Commitment) -> bool:
    return access(actor).may(commitment.region_id, Can.WITHDRAW_LETTER)


def can_see_board(actor: Actor, region_id: int) -> bool:
    return access(actor).may(region_id, Can.READ_LETTERS)
