"""Who may do what with findings."""

from bimtek.models import Cycle, Finding
from opd.authorization import Actor, access
from opd.enums import Role


def can_record_finding(actor: Actor, cycle: Cycle, owner_opd_id: int | None = None) -> bool:
    """Editors and facilitators; an operator for the own OPD."""
    if access(actor).has(cycle.region_id, Role.EDITOR, Role.FACILITATOR):
        return True
    own = access(actor).opds(Role.OPERATOR)
    return bool(own) if owner_opd_id is None else owner_opd_id in own


def can_edit_finding(actor: Actor, finding: Finding) -> bool:
    return access(actor).has(finding.region_id, Role.EDITOR) or access(actor).acts_for(
        finding.owner_opd_id, Role.OPERATOR
    )
