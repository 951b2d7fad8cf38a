import pytest

from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd
from tests.web import client_of


class Desk:
    """A plan with two offices and the people who work on it."""

    def __init__(self):
        self.plan = factories.plan()
        self.cycle = self.plan.cycle
        self.region = self.cycle.region
        self.own, self.other = opd.opd(self.region, "DLH"), opd.opd(self.region, "DISDIK")
        self.editor = opd.user(Role.EDITOR, self.region, label="Editor Satu")
        self.operator = opd.user(Role.OPERATOR, self.own)
        self.head = opd.user(Role.HEAD, self.own)

    def sign_in(self, person=None):
        return client_of(person or self.editor)

    def programme(self, lead=None, **values):
        return factories.programme(self.plan, lead or self.own, **values)

    def section(self, **values):
        return factories.section(self.plan, **values)

    def finding(self, **values):
        return bimtek.finding(self.cycle, **values)


@pytest.fixture
def desk(db):
    return Desk()
