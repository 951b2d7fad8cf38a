"""Acts of offices and people."""

from datetime import date

from lib import clock
from lib.access import SYSTEM
from opd.accounts import services as accounts
from opd.accounts.roles import Role
from opd.offices import services as offices
from opd.offices.services import HolderData
from tests.structure.acts import Act
from tests.world import World


def appoint(world: World) -> None:
    data = HolderData(name="Pejabat Baru", capacity="plt", since=date(2026, 3, 1))
    offices.appoint(world.opd, data, actor=world.people["admin"])


def end_term(world: World) -> None:
    offices.end_term(world.holder, actor=world.people["admin"], until=clock.today())


def add_user(world: World) -> None:
    accounts.add_user("orang.baru", actor=SYSTEM, role=Role.EDITOR, region=world.region)


def note_sign_in(world: World) -> None:
    accounts.note_sign_in(world.people["editor"], actor=world.people["editor"])


def give_token(world: World) -> None:
    accounts.give_token(world.people["editor"], actor=SYSTEM)


def revoke_tokens(world: World) -> None:
    accounts.revoke_tokens(world.people["editor"], actor=SYSTEM)


ACTS = [
    Act("opd.accounts.services.give_token", give_token),
    Act("opd.accounts.services.revoke_tokens", revoke_tokens),
    Act("opd.offices.services.appoint", appoint),
    Act("opd.offices.services.end_term", end_term),
    Act("opd.accounts.services.add_user", add_user),
    Act("opd.accounts.services.note_sign_in", note_sign_in),
]
