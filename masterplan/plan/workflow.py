"""When a plan may be written, and which states it comes from and goes to."""

from lib.errors import Conflict
from masterplan.plan.models import Masterplan, PlanState

REPLACED = (
    "{} sudah digantikan masterplan yang berjalan. Isinya tetap dapat dibaca, tetapi tidak dapat diubah;"
    " yang tersimpan tidak berubah."
)


def require_open(plan: Masterplan) -> None:
    """A plan that another one replaced stays as it was read and signed."""
    if plan.state == PlanState.PAST:
        raise Conflict(REPLACED.format(plan.title))
