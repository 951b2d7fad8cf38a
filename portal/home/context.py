"""What the home knows of one plan for one person: each thing read once, and only when it is needed."""

from functools import cached_property

from bimtek.sessions.models import BimtekSession
from commitments.agreements.models import Agreement
from commitments.letters.board.selectors import BoardRow, standings
from lib import clock
from lib.access import access
from masterplan.plan.models import Masterplan
from masterplan.versions.selectors import VersionHead, versions_of
from opd.accounts.models import User
from opd.accounts.roles import Can, Role
from portal.home.counts import Counts, counts_of
from portal.home.programmes import ProgrammeFacts, programmes_of


class HomeContext:
    """`plan` is the one the page is about; `accompanied` are those a facilitator looks after."""

    def __init__(self, user: User, plan: Masterplan, plans: list[Masterplan]) -> None:
        self.user, self.plan = user, plan
        self.roles = access(user).roles_in(plan.region_id)
        own = access(user).regions_for(Can.REVIEW) if Role.FACILITATOR in self.roles else frozenset()
        self.accompanied = [each for each in plans if each.region_id in own]
        self._all = [plan, *(each for each in self.accompanied if each.pk != plan.pk)]

    @cached_property
    def versions_by_plan(self) -> dict[int, list[VersionHead]]:
        return versions_of(self._all)

    @property
    def versions(self) -> list[VersionHead]:
        """Newest first."""
        return self.versions_by_plan[self.plan.pk]

    def in_state(self, state: str) -> VersionHead | None:
        return next((version for version in self.versions if version.state == state), None)

    @cached_property
    def boards(self) -> dict[int, list[BoardRow]]:
        return standings(self._all)

    @property
    def board(self) -> list[BoardRow]:
        return self.boards[self.plan.pk]

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.plan, with_rupiah=Role.LEADER in self.roles)

    @cached_property
    def programmes(self) -> list[ProgrammeFacts]:
        return programmes_of(self.plan)

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(Agreement.objects.filter(cycle=self.plan.cycle))

    @cached_property
    def coming_sessions(self) -> list[BimtekSession]:
        return list(BimtekSession.objects.filter(cycle=self.plan.cycle, start__gte=clock.today()))
