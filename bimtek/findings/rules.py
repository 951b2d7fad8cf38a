"""Who may do what with findings."""

from bimtek.cycle.models import Cycle
from bimtek.findings.models import Finding
from lib.access import Actor, access
from opd.accounts.roles import Can


def can_record_finding(actor: Actor, cycle: Cycle) -> bool:
    """Editors and facilitators; an operator for the own OPD."""
    return can_record_for_all(actor, cycle) or bool(own_offices(actor, cycle))


def can_record_for_all(actor: Actor, cycle: Cycle) -> bool:
    return access(actor).may(cycle.region_id, Can.RECORD_FINDING)


def can_record_for(actor: Actor, cycle: Cycle, owner_opd_id: int | None) -> bool:
    return can_record_for_all(actor, cycle) or owner_opd_id in own_offices(actor, cycle)


def own_offices(actor: Actor, cycle: Cycle) -> frozenset[int]:
    return access(actor).opds_for(Can.RECORD_FINDING, region_id=cycle.region_id)


def can_edit_finding(actor: Actor, finding: Finding) -> bool:
    return access(actor).may_for(finding.region_id, finding.owner_opd_id, Can.EDIT_FINDING)
