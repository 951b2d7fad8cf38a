"""Who may do what with findings."""

from bimtek.cycle.models import Cycle
from bimtek.findings.models import Finding
from bimtek.sessions.rules import REFUSAL
from lib.access import Actor, access
from lib.acts import CHANGES, Act, by_command
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


NOT_RECORDING = "Anda tidak dapat mencatat temuan dalam siklus ini."
NOT_YOURS = "Temuan ini dikelola editor atau OPD lain."
NOT_YOUR_OPD = "Operator mencatat temuan untuk OPD sendiri; temuan OPD lain dicatat editor."

RECORD = Act(
    name="finding.recorded",
    about=Finding,
    rule=can_record_for,
    refusal=NOT_YOUR_OPD,
    words="mencatat temuan ini",
    news="temuan baru",
)
CHANGE = Act(
    name="finding.changed",
    about=Finding,
    rule=can_edit_finding,
    refusal=NOT_YOURS,
    words="mengubah",
    news="temuan diubah",
    facts=CHANGES,
)
SET_ASIDE = Act(
    name="finding.set_aside",
    about=Finding,
    rule=can_edit_finding,
    refusal=NOT_YOURS,
    words="mengesampingkan",
    news="temuan dikesampingkan",
    facts=("reason",),
)
RESTORE = Act(
    name="finding.restored",
    about=Finding,
    rule=can_edit_finding,
    refusal=NOT_YOURS,
    words="mengembalikan ke rencana",
    news="temuan dikembalikan",
)
DELETE = Act(
    name="finding.deleted",
    about=Finding,
    rule=can_edit_finding,
    refusal=NOT_YOURS,
    words="menghapus",
    news="temuan dihapus",
    facts=("title",),
)
LOAD = Act(
    name="findings.loaded",
    about=Cycle,
    rule=by_command,
    refusal=REFUSAL,
    words="memuat temuan",
    facts=("count",),
)
