"""Django looks for the tables of an app here; each stands in the folder of its noun."""

from opd.accounts.models import Membership, User
from opd.offices.models import OfficeHolder, Opd, Region

__all__ = ["Membership", "OfficeHolder", "Opd", "Region", "User"]
