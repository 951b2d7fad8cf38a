"""What the outsides share: who is signed in, the version a form was opened with, refusals, stored files."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from lib import clock
from lib.access import access
from opd.accounts.models import User

P = ParamSpec("P")


class PlanOfPage(Protocol):
    """Which plan a page is about, by its address (portal.web.plan_address). Plans stand above this app."""

    plan: Any
    is_named: bool

    def of_list(self) -> Any: ...

    def of_row(self, **columns: int) -> Any: ...


class SignedInRequest(HttpRequest):
    user: User
    plans: PlanOfPage


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send strangers to the sign-in page and back to this address after it; hours are those of the account's
    region, of the first one when it has several."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = cast(SignedInRequest, request)
        clock.use(access(person.user).time_zone())
        return view(person, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], login_required(checked))
