from opd.models.audit import AuditEvent
from opd.models.people import Membership, OfficeHolder, User
from opd.models.region import Opd, Region

__all__ = ["AuditEvent", "Membership", "OfficeHolder", "Opd", "Region", "User"]
