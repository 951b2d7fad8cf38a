"""One line for each request: who (a number), what, how it ended, how long it took. And the number it bears.

The proxy numbers a request (`X-Request-ID`); without one the portal does. The number is on every line written
meanwhile and in the answer, so that the code on a page of failure leads to the request and back.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from config.health import PROBES
from config.logs import request_id

logger = logging.getLogger("portal.access")

NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST_PATH = 200
HIDDEN = "code"
"""The part of an address that is a key: whoever reads the log must not be able to open the document."""
DOOR = re.compile(r"^(/+(?:v|verify|api/v1/verify)/).+", re.IGNORECASE | re.DOTALL)
CODE = re.compile(r"(?:[0-9A-Z]{4}[- ]*){3}[0-9A-Z]{4,}", re.IGNORECASE)
"""Wherever something like it stands, also in an address that leads nowhere. The proxy goes by both too."""


class AccessLog:
    """Outermost, so that nothing is answered without a line. In the demo it only numbers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        number = number_of(request)
        token = request_id.set(number)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            if logger.isEnabledFor(logging.INFO) and not is_routine(request, response):
                note(request, response, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response


def number_of(request: HttpRequest) -> str:
    """The proxy's, which stands before every production; elsewhere anyone could have sent it."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.IN_PRODUCTION else ""
    return given if NUMBER.fullmatch(given) else secrets.token_hex(16)


def is_routine(request: HttpRequest, response: HttpResponse) -> bool:
    """A probe every few seconds that finds all well is no news."""
    return response.status_code == 200 and request.path_info in PROBES


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    logger.info(
        "request",
        extra={
            "method": request.method,
            "path": path_of(request),
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "user": user_of(request),
        },
    )


def path_of(request: HttpRequest) -> str:
    match = request.resolver_match
    hidden = match.kwargs.get(HIDDEN) if match else None
    path = request.path.replace(hidden, "*") if hidden else request.path
    return CODE.sub("*", DOOR.sub(r"\1*", path))[:LONGEST_PATH]


def user_of(request: HttpRequest) -> int | None:
    """Only when something asked for the user already: a line must cost no query."""
    user = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject):
        user = request.__dict__.get("_cached_user")
    return getattr(user, "pk", None)
