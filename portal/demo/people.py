"""Accounts and office holders of the demo: offices and roles, no real person."""

from datetime import date, timedelta

from lib.access import Actor
from opd.accounts.models import Membership, User
from opd.accounts.roles import Role
from opd.accounts.services import add_user
from opd.accounts.sign_in.hasher import demo_hash
from opd.offices.models import Capacity, OfficeHolder, Opd, Region
from opd.offices.services import HolderData, appoint
from portal.demo.texts import VACANT

STAFF = {
    "admin": (Role.ADMIN, "Admin Kominfosantik"),
    "editor": (Role.EDITOR, "Editor Kominfosantik"),
    "leader": (Role.LEADER, "Pimpinan Daerah"),
    "facilitator": (Role.FACILITATOR, "Fasilitator Kominfo"),
}
ACTING_FOR = ("DKP", "DLH")  # the head of the second is Plt. of the first


def make_accounts(region: Region, opds: dict[str, Opd], *, actor: Actor) -> dict[str, User]:
    """Every demo account by user name, one password for all; accounts and roles that exist are kept."""
    encoded = demo_hash()  # one for all: 122 slow hashes would only delay the first page
    wanted: list[tuple[str, Role, Opd | None, str]] = [
        (name, role, None, label) for name, (role, label) in STAFF.items()
    ]
    for opd in opds.values():
        code = opd.code.lower()
        wanted.append((f"operator.{code}", Role.OPERATOR, opd, f"Operator {opd.short_name}"))
        wanted.append((f"head.{code}", Role.HEAD, opd, opd.head_title))
    second, first = ACTING_FOR
    wanted.append((f"head.{first.lower()}", Role.HEAD, opds[second], opds[first].head_title))
    known = set(Membership.objects.filter(region=region).values_list("user__username", "role", "opd_id"))
    for name, role, office, label in wanted:
        if (name, role, office and office.pk) not in known:
            add_user(
                name, actor=actor, role=role, region=region, opd=office, label=label[:120], encoded=encoded
            )
    return {user.username: user for user in User.objects.filter(username__in=[row[0] for row in wanted])}


def seat_holders(opds: dict[str, Opd], since: date, *, actor: Actor) -> None:
    """A holder for every office that has none but one vacant one."""
    second, first = ACTING_FOR
    seated = set(OfficeHolder.objects.filter(opd__in=opds.values()).values_list("opd_id", flat=True))
    for number, opd in enumerate(opds.values(), 1):
        if opd.pk in seated or opd.code == VACANT:
            continue
        acting = opd.code == second
        whose = opds[first] if acting else opd
        holder = HolderData(
            name=f"Pejabat {whose.short_name} (contoh)",
            nip=f"19700101 199001 1 {number:03d}",
            rank="Pembina Utama Muda (IV/c)",
            capacity=Capacity.PLT if acting else Capacity.DEFINITIF,
            since=since + timedelta(days=600) if acting else since,
        )
        appoint(opd, holder, actor=actor)
