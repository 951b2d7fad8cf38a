"""Who may do what with the plan. One question, one function."""

from lib.access import Actor, access
from lib.acts import Act, by_command
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from opd.accounts.roles import Can


def can_export(actor: Actor, revision: Revision) -> bool:
    """Whoever edits, reviews or decides may ask for a file to be made; others read what is there."""
    return access(actor).may(revision.region_id, Can.ORDER_FILE)


NOT_YOURS = "Anda tidak dapat meminta berkas versi ini."

ORDER = Act(
    name="export.requested",
    about=Export,
    rule=can_export,
    refusal=NOT_YOURS,
    words="meminta berkas",
    facts=("format", "book", "final"),
)
RETRY = Act(
    name="export.retried",
    about=Export,
    rule=can_export,
    refusal=NOT_YOURS,
    words="meminta berkas dibuat lagi",
)
FINISH = Act(
    name="export.finished",
    about=Export,
    rule=by_command,
    words="menyelesaikan berkas",
    facts=("sha256", "pages"),
)
