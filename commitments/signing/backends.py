"""How a person proves, at the moment of signing, to be the one who signs.

The services ask one SigningBackend; a stronger one takes its place without touching them.
"""

from typing import Any, Protocol

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest  # noqa: TID251 -- the limit of wrong passwords counts by address

from lib.errors import Invalid
from opd.accounts.models import User


class SigningBackend(Protocol):
    """Proof of the signer's will over one digest."""

    method: str
    label: str

    def prove(self, user: User, secret: str, digest: str) -> dict[str, Any]:
        """Return evidence to be stored with the signature, or raise Invalid with a sentence."""
        ...


class PasswordBackend:
    """The account's password, entered again. Wrong ones count against the same limit as at sign-in."""

    method = "kata sandi"
    label = "TTE tidak tersertifikasi"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def prove(self, user: User, secret: str, digest: str) -> dict[str, Any]:
        try:
            found = get_adapter().authenticate(self.request, username=user.username, password=secret)
        except ValidationError as reason:
            sentence = "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
            raise Invalid(sentence, {"password": sentence}) from reason
        if found is None or found.pk != user.pk:
            sentence = "Kata sandi tidak cocok. Belum ada yang ditandatangani."
            raise Invalid(sentence, {"password": sentence})
        return {"digest": digest, "address": get_adapter().get_client_ip(self.request)[:45]}
