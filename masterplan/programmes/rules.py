"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from lib.acts import CHANGES, Act, by_command
from masterplan.plan.models import Masterplan
from masterplan.plan.rules import REFUSAL
from masterplan.plan.workflow import require_open
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


def _require_open(programme: Programme) -> None:
    require_open(programme.masterplan)


NOT_YOURS = "Program ini dikelola OPD lain. Editor dan operator OPD penanggung jawab dapat mengubahnya."
NOT_ADDING = "Program ditambah oleh editor atau operator OPD."
NOT_HANDING_OVER = "Anda tidak dapat menyerahkan program ini kepada OPD lain; mintalah editor."

CREATE = Act(
    name="programme.created",
    about=Programme,
    rule=can_add_programme,
    refusal="Anda hanya dapat menambah program OPD sendiri.",
    words="menambah program ini",
    news="program baru",
)
CHANGE = Act(
    name="programme.changed",
    about=Programme,
    rule=can_edit_programme,
    refusal=NOT_YOURS,
    when=_require_open,
    words="mengubah",
    news="program diubah",
    facts=CHANGES,
)
SET_ASIDE = Act(
    name="programme.set_aside",
    about=Programme,
    rule=can_edit_programme,
    refusal=NOT_YOURS,
    when=_require_open,
    words="mengesampingkan",
    news="program dikesampingkan",
    facts=("reason",),
)
RESTORE = Act(
    name="programme.restored",
    about=Programme,
    rule=can_edit_programme,
    refusal=NOT_YOURS,
    when=_require_open,
    words="mengembalikan ke rencana",
    news="program dikembalikan",
)
DELETE = Act(
    name="programme.deleted",
    about=Programme,
    rule=can_edit_programme,
    refusal=NOT_YOURS,
    when=_require_open,
    words="menghapus",
    news="program dihapus",
    facts=("name",),
)
LOAD = Act(
    name="programmes.loaded",
    about=Masterplan,
    rule=by_command,
    refusal=REFUSAL,
    words="memuat program",
    facts=("count",),
)
