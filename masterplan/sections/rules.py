"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from lib.acts import CHANGES, Act, by_command
from masterplan.plan.models import Masterplan
from masterplan.plan.rules import REFUSAL
from masterplan.plan.workflow import require_open
from masterplan.sections import workflow
from masterplan.sections.models import Section
from opd.accounts.roles import Can


def can_edit_section(actor: Actor, section: Section) -> bool:
    return access(actor).may_for(section.region_id, section.assigned_opd_id, Can.EDIT_SECTION)


def can_assign_section(actor: Actor, section: Section) -> bool:
    return access(actor).may(section.region_id, Can.ASSIGN_SECTION)


def _require_writable(section: Section) -> None:
    require_open(section.masterplan)
    workflow.require_prose(section)


NOT_YOURS = "Bagian ini tidak ditugaskan kepada Anda. Editor dan operator OPD penyusun dapat mengubahnya."

WRITE = Act(
    name="section.written",
    about=Section,
    rule=can_edit_section,
    refusal=NOT_YOURS,
    when=_require_writable,
    words="menulis teks",
    news="teks ditulis",
    facts=CHANGES,
)
MARK = Act(
    name="section.marked",
    about=Section,
    rule=can_edit_section,
    refusal=NOT_YOURS,
    when=_require_writable,
    words="mengubah tanda siap",
    news="tanda siap",
    facts=("ready",),
)
ASSIGN = Act(
    name="section.assigned",
    about=Section,
    rule=can_assign_section,
    refusal="Hanya editor yang dapat menugaskan bagian naskah.",
    when=_require_writable,
    words="menugaskan bagian ini",
    facts=("opd",),
)
LOAD = Act(name="books.loaded", about=Masterplan, rule=by_command, refusal=REFUSAL, words="memuat buku")
