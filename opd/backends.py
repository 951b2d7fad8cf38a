"""Who is signed in, and with which roles: one query on every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from opd.models import User
from opd.models.access import NAMED_ROLE, access_of

COLUMNS = tuple(field.attname for field in User._meta.concrete_fields)


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        roles = (f"memberships__{name}" for name in NAMED_ROLE)
        rows = list(User.objects.filter(pk=user_id).order_by("memberships__pk").values_list(*COLUMNS, *roles))
        if not rows:
            return None
        user = User.from_db(User.objects.db, COLUMNS, rows[0][: len(COLUMNS)])
        if not self.user_can_authenticate(user):
            return None
        user._access = access_of(row[len(COLUMNS) :] for row in rows if row[len(COLUMNS)] is not None)
        return user
