"""When a plan may be written, and which states it comes from and goes to."""

from lib.errors import Conflict
from masterplan.plan.models import Masterplan, PlanState

REPLACED = (
    "{} sudah digantikan masterplan yang berjalan. Isinya tetap dapat dibaca, tetapi tidak dapat diubah;"
    " yang tersimpan tidak berubah."
)


def is_open(plan: Masterplan) -> bool:
    """Whether it may be written: a plan that another one replaced stays as it was read and signed."""
    return plan.state != PlanState.PAST


def require_open(plan: Masterplan) -> None:
    """Raise Conflict unless the plan may be written."""
    if not is_open(plan):
        raise Conflict(REPLACED.format(plan.title))
