"""What is read of a cycle."""

from django.db.models import Q

LIVE = Q(findings__set_aside_at__isnull=True, findings__merged_into__isnull=True)
