"""What the outsides share: who is signed in, the version a form was opened with, the status of a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from opd.errors import Conflict, DomainError, Forbidden, Invalid
from opd.models import User

P = ParamSpec("P")
STATUS_OF: tuple[tuple[type[DomainError], int], ...] = ((Forbidden, 403), (Conflict, 409), (Invalid, 400))
LONGEST_VERSION = 9  # digits; a column holds no more


class SignedInRequest(HttpRequest):
    user: User


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send strangers to the sign-in page and back to this address after it."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(SignedInRequest, request), *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], login_required(checked))


def version_of(request: HttpRequest) -> int | None:
    """The version that came with a form. None, which every service refuses, when it is missing or broken."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_VERSION else None


def status_of(refusal: DomainError) -> int:
    return next((code for kind, code in STATUS_OF if isinstance(refusal, kind)), 400)
