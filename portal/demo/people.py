"""Accounts and office holders of the demo: offices and roles, no real person."""

from datetime import date, timedelta

from lib.access import SYSTEM
from lib.audit import services as audit
from opd.accounts.models import Membership, User
from opd.accounts.roles import Role
from opd.accounts.sign_in.hasher import demo_hash
from opd.offices.models import Capacity, OfficeHolder, Opd, Region
from portal.demo.texts import VACANT

STAFF = {
    "admin": (Role.ADMIN, "Admin Kominfosantik"),
    "editor": (Role.EDITOR, "Editor Kominfosantik"),
    "leader": (Role.LEADER, "Pimpinan Daerah"),
    "facilitator": (Role.FACILITATOR, "Fasilitator Kominfo"),
}
ACTING_FOR = ("DKP", "DLH")  # the head of the second is Plt. of the first


def make_accounts(region: Region, opds: dict[str, Opd]) -> dict[str, User]:
    """Every demo account by user name, one password for all; accounts that exist are kept."""
    encoded = demo_hash()  # one for all: 122 slow hashes would only delay the first page
    wanted: dict[str, tuple[Role, Opd | None, str]] = {
        name: (role, None, label) for name, (role, label) in STAFF.items()
    }
    for opd in opds.values():
        wanted[f"operator.{opd.code.lower()}"] = (Role.OPERATOR, opd, f"Operator {opd.short_name}")
        wanted[f"head.{opd.code.lower()}"] = (Role.HEAD, opd, opd.head_title)
    known = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    User.objects.bulk_create(
        User(username=name, label=label[:120], password=encoded)
        for name, (_, _, label) in wanted.items()
        if name not in known
    )
    users = {user.username: user for user in User.objects.filter(username__in=wanted)}
    rows = [
        Membership(user=users[name], region=region, role=role, opd=opd)
        for name, (role, opd, _) in wanted.items()
    ]
    second, first = ACTING_FOR
    rows.append(
        Membership(user=users[f"head.{first.lower()}"], region=region, role=Role.HEAD, opd=opds[second])
    )
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record(SYSTEM, "demo.accounts_made", region, {"count": len(wanted)})
    return users


def seat_holders(opds: dict[str, Opd], since: date) -> None:
    """A holder for every office that has none but one vacant one."""
    second, first = ACTING_FOR
    seated = set(OfficeHolder.objects.filter(opd__in=opds.values()).values_list("opd_id", flat=True))
    holders = []
    for number, opd in enumerate(opds.values(), 1):
        if opd.pk in seated or opd.code == VACANT:
            continue
        acting = opd.code == second
        whose = opds[first] if acting else opd
        holders.append(
            OfficeHolder(
                opd=opd,
                name=f"Pejabat {whose.short_name} (contoh)",
                nip=f"19700101 199001 1 {number:03d}",
                rank="Pembina Utama Muda (IV/c)",
                capacity=Capacity.PLT if acting else Capacity.DEFINITIF,
                since=since + timedelta(days=600) if acting else since,
            )
        )
    OfficeHolder.objects.bulk_create(holders)
    if holders:
        audit.record(SYSTEM, "demo.holders_seated", holders[0].opd.region, {"count": len(holders)})
