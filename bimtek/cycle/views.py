"""Pages of the workshops and of their findings."""

from typing import Any, cast

from bimtek.cycle.models import Cycle
from lib import clock
from lib.access import access
from opd.accounts.sign_in.requests import SignedInRequest


def belongs_to(request: SignedInRequest, cycle: Cycle) -> None:
    """The frame of the page names the plan of this cycle, whichever plan was chosen before.

    Hours are those of its region.
    """
    clock.use(access(request.user).time_zone(cycle))
    cast(Any, request).frame_plan = getattr(cycle, "masterplan", None)
