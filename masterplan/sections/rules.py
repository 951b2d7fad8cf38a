"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.sections.models import Section
from opd.accounts.roles import Can


def can_edit_section(actor: Actor, section: Section) -> bool:
    return access(actor).may_for(section.region_id, section.assigned_opd_id, Can.EDIT_SECTION)


def can_assign_section(actor: Actor, section: Section) -> bool:
    return access(actor).may(section.region_id, Can.ASSIGN_SECTION)
