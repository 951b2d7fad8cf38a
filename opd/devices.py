"""Browsers in which an account has signed in before; they keep a cookie that says so.

Whoever knows a user name can use up its tries and so keep its owner out for as long as he goes on. A known
browser has tries of its own: the owner gets in where he always does, while strangers stay at five in five
minutes. The cookie opens nothing; without the password it is worth five more tries.
"""

import hashlib
import secrets

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse  # noqa: TID251 -- a cookie comes and goes with them

KNOWN_FOR_S = 180 * 24 * 3600
signer = TimestampSigner(salt="opd.devices")


def number_of(request: HttpRequest, username: str) -> str:
    """The number of this browser if the account has signed in with it, else ''."""
    try:
        kept = signer.unsign(request.COOKIES.get(_name(username), ""), max_age=KNOWN_FOR_S)
    except BadSignature:
        return ""
    owner, _, number = kept.partition(".")
    return number if owner == _owner(username) else ""


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Keep the number a browser has, so that signing in again gives no fresh tries."""
    number = number_of(request, username) or secrets.token_hex(8)
    response.set_cookie(
        _name(username),
        signer.sign(f"{_owner(username)}.{number}"),
        max_age=KNOWN_FOR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(username: str) -> str:
    """One for each account, since an office shares its computer. A hash: cookies stay when people leave."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}known-{_owner(username)[:8]}"


def _owner(username: str) -> str:
    return hashlib.sha256(username.lower().encode()).hexdigest()[:32]
