"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.versions.models import Revision
from opd.accounts.roles import Can


def can_export(actor: Actor, revision: Revision) -> bool:
    """Whoever edits, reviews or decides may ask for a file to be made; others read what is there."""
    return access(actor).may(revision.region_id, Can.ORDER_FILE)
