"""What allauth asks the portal. Accounts are made by people in the office, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse  # noqa: TID251 -- allauth hands them over
from django.utils.http import url_has_allowed_host_and_scheme

from opd import alarms, devices
from opd.models import User
from opd.services import accounts


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        accounts.note_sign_in(user, actor=user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user.username)
        return response

    def is_safe_url(self, url: str) -> bool:
        """Only paths of the portal: what another of its names or a trusted origin serves is not its own."""
        is_path = url.startswith("/") and url.isprintable()
        return is_path and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count per account and known browser. allauth's own key begins with the `Host` that was
        sent: another port in it would give five fresh tries."""
        username = credentials.get("username", "").lower()
        return f"{username}:{devices.number_of(request, username)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            alarms.note_held(credentials.get("username", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        alarms.note_failure(credentials.get("username", ""))
