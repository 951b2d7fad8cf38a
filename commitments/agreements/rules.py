"""Who may do what with commitments and agreements."""

from bimtek.cycle.models import Cycle
from commitments.agreements.models import Agreement
from lib.access import Actor, access
from lib.acts import CHANGES, Act, by_command
from opd.accounts.roles import Can


def can_edit_agreement(actor: Actor, agreement: Agreement) -> bool:
    return access(actor).may(agreement.region_id, Can.EDIT_AGREEMENT)


NOT_CHANGING = "Hanya editor yang dapat mengubah kesepakatan."

RECORD = Act(
    name="agreement.recorded",
    about=Agreement,
    rule=can_edit_agreement,
    refusal=NOT_CHANGING,
    words="mencatat kesepakatan",
    facts=("kind",),
)
CHANGE = Act(
    name="agreement.changed",
    about=Agreement,
    rule=can_edit_agreement,
    refusal=NOT_CHANGING,
    words="mengubah",
    facts=CHANGES,
)
ATTACH = Act(
    name="agreement.scan_attached",
    about=Agreement,
    rule=can_edit_agreement,
    refusal=NOT_CHANGING,
    words="menyimpan pindaian",
    facts=("sha256", "name"),
)
LOAD = Act(
    name="agreements.loaded",
    about=Cycle,
    rule=by_command,
    words="memuat kesepakatan",
    facts=("count",),
)
