"""Pages of the workshops and of their findings."""

from django.http import Http404

from bimtek.cycle import rules
from bimtek.cycle.models import Cycle
from opd.accounts.sign_in.requests import SignedInRequest


def belongs_to(request: SignedInRequest, cycle: Cycle) -> None:
    """The page is one of the plan of this cycle."""
    request.plans.of_row(cycle_id=cycle.pk)


def bimtek_cycle(request: SignedInRequest) -> Cycle:
    """The cycle whose workshops and findings a page lists; a head does not have them."""
    cycle: Cycle = request.plans.of_list().cycle
    if not rules.can_read_bimtek(request.user, cycle):
        raise Http404("no workshops for this person")
    return cycle
