"""What a head sees under the letters: own receipts and own offices."""

from dataclasses import dataclass

from commitments.letters.models import Signature
from lib import clock
from lib.access import access
from opd.accounts.models import User
from opd.accounts.roles import Can
from opd.offices.models import OfficeHolder, Opd


def receipts(user: User, region_id: int) -> list[Signature]:
    """What this person's offices of the region have answered, newest first."""
    own = access(user).opds_for(Can.SIGN, region_id=region_id)
    rows = Signature.objects.filter(commitment__opd_id__in=own).select_related(
        "commitment__opd", "commitment__revision"
    )
    return list(rows.defer("commitment__content", "commitment__revision__content").order_by("-signed_at"))


@dataclass(frozen=True)
class OwnOffice:
    opd: Opd
    holder: OfficeHolder | None


def own_offices(user: User, region_id: int) -> list[OwnOffice]:
    """The offices of the region this person heads, each with who is recorded as its holder today."""
    own = access(user).opds_for(Can.SIGN, region_id=region_id)
    holders = {holder.opd_id: holder for holder in OfficeHolder.objects.filter(opd__in=own).on(clock.today())}
    return [OwnOffice(opd, holders.get(opd.pk)) for opd in Opd.objects.filter(pk__in=own)]
