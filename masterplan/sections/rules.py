"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from masterplan.sections.models import Section
from opd.accounts.models import Role


def can_edit_section(actor: Actor, section: Section) -> bool:
    return access(actor).has(section.region_id, Role.EDITOR) or access(actor).acts_for(
        section.assigned_opd_id, Role.OPERATOR
    )


def can_assign_section(actor: Actor, section: Section) -> bool:
    return access(actor).has(section.region_id, Role.EDITOR)
