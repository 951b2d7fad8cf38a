"""Who is signed in, and with which roles: one query on every request."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from opd.models import User
from opd.models.access import NAMED_ROLE, access_of

ROLE = tuple(f"memberships__{name}" for name in NAMED_ROLE)


@cache
def statement() -> str:
    """The user once for each membership. Kept as text: to write it anew takes longer than to ask it."""
    columns = (field.attname for field in User._meta.concrete_fields)
    asked = User.objects.filter(pk=0).order_by("memberships__pk").values_list(*columns, *ROLE)
    return asked.query.sql_with_params()[0]


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        rows = list(User.objects.raw(statement(), [user_id]))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user: User = rows[0]
        roles = (tuple(getattr(row, name) for name in ROLE) for row in rows)
        user._access = access_of(role for role in roles if role[0] is not None)
        return user
