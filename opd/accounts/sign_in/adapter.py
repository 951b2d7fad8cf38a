"""What allauth asks the portal. Accounts are made by people in the office, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest  # noqa: TID251 -- allauth hands it over
from django.utils.http import url_has_allowed_host_and_scheme

from opd.accounts import services as accounts
from opd.accounts.models import User
from opd.accounts.sign_in import password_limits


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        accounts.note_sign_in(user, actor=user)

    def is_safe_url(self, url: str) -> bool:
        """Only paths of the portal: what another of its names or a trusted origin serves is not its own."""
        is_path = url.startswith("/") and url.isprintable()
        return is_path and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who has this password, at sign-in and at signing. A passkey does not come this way."""
        username = credentials.get("username", "")
        taken = password_limits.take(username, self.get_client_ip(request))
        if taken is None:
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            password_limits.note_failure(username)
        else:
            password_limits.give_back(taken)
        return user
