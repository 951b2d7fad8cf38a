from opd.models.audit import AuditEvent, AuditSeal
from opd.models.people import Membership, OfficeHolder, User
from opd.models.region import Opd, Region
from opd.models.repeating import IdempotencyKey

__all__ = ["AuditEvent", "AuditSeal", "IdempotencyKey", "Membership", "OfficeHolder", "Opd", "Region", "User"]
