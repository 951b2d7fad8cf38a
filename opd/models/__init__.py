from opd.models.audit import AuditEvent, AuditSeal
from opd.models.people import Membership, OfficeHolder, User
from opd.models.region import Opd, Region

__all__ = ["AuditEvent", "AuditSeal", "Membership", "OfficeHolder", "Opd", "Region", "User"]
