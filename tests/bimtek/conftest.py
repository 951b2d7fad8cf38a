import pytest

from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.web import client_of


class Room:
    """A region with two offices, a cycle with a workshop and a plan, and people signed in."""

    def __init__(self):
        self.region = opd.region()
        self.own, self.other = opd.opd(self.region, "DLH"), opd.opd(self.region, "DISDIK")
        self.cycle = bimtek.cycle(self.region)
        self.session = bimtek.session(self.cycle)
        self.plan = masterplan.plan(self.cycle)
        self.editor = opd.user(Role.EDITOR, self.region)
        self.operator = opd.user(Role.OPERATOR, self.own)

    def sign_in(self, person=None):
        return client_of(person or self.editor)

    def finding(self, **values):
        return bimtek.finding(self.cycle, **values)

    def answered(self, **values):
        """A finding that a programme answers."""
        found = self.finding(**values)
        masterplan.programme(self.plan, self.own).findings.add(found)
        return found


@pytest.fixture
def room(db):
    return Room()
