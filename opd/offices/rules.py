"""Who may do what with offices and people."""

from lib.access import Actor, access
from lib.acts import Act, by_command
from opd.accounts.roles import Can
from opd.offices.models import OfficeHolder, Opd, Region


def can_appoint(actor: Actor, opd: Opd) -> bool:
    return access(actor).may(opd.region_id, Can.APPOINT)


def can_see_holders(actor: Actor, region: Region) -> bool:
    return access(actor).may(region.pk, Can.READ_HOLDERS)


def can_see_names(actor: Actor, opd: Opd) -> bool:
    """Who holds an office by name: admin and editor, and the people of that OPD."""
    return access(actor).may_for(opd.region_id, opd.pk, Can.READ_HOLDERS)


def can_see_programmes(actor: Actor, opd: Opd) -> bool:
    """Everyone of the region; a head those of the own OPD."""
    mine = access(actor)
    return mine.may(opd.region_id, Can.READ_PLAN) or mine.may_for(opd.region_id, opd.pk, Can.READ_PROGRAMMES)


def can_see_commitment(actor: Actor, opd: Opd) -> bool:
    """The commitment of another OPD is not an operator's or a head's to read."""
    return access(actor).may_for(opd.region_id, opd.pk, Can.READ_LETTERS)


ONLY_ADMIN = "Hanya admin yang dapat mengubah pejabat."

APPOINT = Act(
    name="holder.appointed",
    about=OfficeHolder,
    rule=can_appoint,
    refusal=ONLY_ADMIN,
    words="mencatat pejabat",
    facts=("capacity", "since"),
)
END_TERM = Act(
    name="holder.ended",
    about=OfficeHolder,
    rule=can_appoint,
    refusal=ONLY_ADMIN,
    words="mengakhiri masa jabatan",
    facts=("until",),
)
LOAD_REGION = Act(
    name="region.loaded",
    about=Region,
    rule=by_command,
    refusal="Daerah diisi melalui perintah load_region.",
    words="memuat daerah",
)
LOAD_OFFICES = Act(
    name="offices.loaded",
    about=Region,
    rule=by_command,
    refusal="OPD diisi melalui perintah load_region.",
    words="memuat OPD",
    facts=("count",),
)
