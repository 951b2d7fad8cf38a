"""Who may do what with findings."""

from bimtek.cycle.models import Cycle
from bimtek.findings.models import Finding
from lib.access import Actor, access
from opd.accounts.models import Role


def can_record_finding(actor: Actor, cycle: Cycle) -> bool:
    """Editors and facilitators; an operator for the own OPD."""
    return can_record_for_all(actor, cycle) or access(actor).has(cycle.region_id, Role.OPERATOR)


def can_record_for_all(actor: Actor, cycle: Cycle) -> bool:
    return access(actor).has(cycle.region_id, Role.EDITOR, Role.FACILITATOR)


def can_record_for(actor: Actor, cycle: Cycle, owner_opd_id: int | None) -> bool:
    own = access(actor).opds(Role.OPERATOR, region_id=cycle.region_id)
    return can_record_for_all(actor, cycle) or owner_opd_id in own


def can_edit_finding(actor: Actor, finding: Finding) -> bool:
    return access(actor).has(finding.region_id, Role.EDITOR) or access(actor).acts_for(
        finding.owner_opd_id, Role.OPERATOR
    )
