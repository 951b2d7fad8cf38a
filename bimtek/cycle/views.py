"""Pages of the workshops and of their findings."""

from typing import Any, cast

from bimtek.cycle.models import Cycle
from opd.accounts.sign_in.requests import SignedInRequest


def belongs_to(request: SignedInRequest, cycle: Cycle) -> None:
    """The frame of the page names the plan of this cycle, whichever plan was chosen before."""
    cast(Any, request).frame_plan = next(iter(cast(Any, cycle).plans.all()), None)
