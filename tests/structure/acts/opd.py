"""Acts of offices and people."""

from datetime import date

from opd import clock
from opd.authorization import SYSTEM
from opd.enums import Role
from opd.services import accounts, holders
from opd.services.holders import HolderData
from tests.structure.acts import Act
from tests.world import World


def appoint(world: World) -> None:
    data = HolderData(name="Pejabat Baru", capacity="plt", since=date(2026, 3, 1))
    holders.appoint(world.opd, data, actor=world.people["admin"])


def end_term(world: World) -> None:
    holders.end_term(world.holder, actor=world.people["admin"], until=clock.today())


def add_user(world: World) -> None:
    accounts.add_user("orang.baru", actor=SYSTEM, role=Role.EDITOR, region=world.region)


def note_sign_in(world: World) -> None:
    accounts.note_sign_in(world.people["editor"], actor=world.people["editor"])


def give_token(world: World) -> None:
    accounts.give_token(world.people["editor"], actor=SYSTEM)


def revoke_tokens(world: World) -> None:
    accounts.revoke_tokens(world.people["editor"], actor=SYSTEM)


ACTS = [
    Act("opd.services.accounts.give_token", give_token),
    Act("opd.services.accounts.revoke_tokens", revoke_tokens),
    Act("opd.services.holders.appoint", appoint),
    Act("opd.services.holders.end_term", end_term),
    Act("opd.services.accounts.add_user", add_user),
    Act("opd.services.accounts.note_sign_in", note_sign_in),
]
