"""What allauth asks the portal. Accounts are made by people in the office, never by visitors."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest  # noqa: TID251 -- allauth hands it over

from opd.models import User
from opd.services import accounts


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        accounts.note_sign_in(user, actor=user)
