"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from opd.accounts.roles import Can


def can_add_programme(actor: Actor, plan: Masterplan, lead_opd_id: int | None = None) -> bool:
    """Editors; an operator for the own OPD. Without an OPD: whether a form may be opened at all."""
    if access(actor).may(plan.region_id, Can.EDIT_PROGRAMME):
        return True
    own = access(actor).opds_for(Can.EDIT_PROGRAMME, region_id=plan.region_id)
    return bool(own) if lead_opd_id is None else lead_opd_id in own


def can_edit_programme(actor: Actor, programme: Programme) -> bool:
    return access(actor).may_for(programme.region_id, programme.lead_opd_id, Can.EDIT_PROGRAMME)
