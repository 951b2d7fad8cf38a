"""One line for each request: who (a number), what, how it ended, how long it took; and the request's number.

The proxy numbers a request (`X-Request-ID`). The number stands in the answer and on every line written
meanwhile, so the code on a page of failure leads to the request and back.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.web.health import PROBES
from portal.web.logs import request_id

logger = logging.getLogger("portal.access")

NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST_PATH = 200
# The code of a document is a key: hidden after the addresses that take one, and wherever something like it
# stands. The proxy goes by both too.
CODE_ADDRESS = re.compile(r"^(/+(?:v|verify|api/v1/verify)/).+", re.IGNORECASE | re.DOTALL)
CODE = re.compile(r"(?:[0-9A-Z]{4}[- ]*){3}[0-9A-Z]{4,}", re.IGNORECASE)


class AccessLog:
    """Outermost, so that nothing is answered without a line. In the demo it only numbers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        # Only the proxy of a production can be believed; elsewhere anyone could have sent it.
        given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.IN_PRODUCTION else ""
        number = given if NUMBER.fullmatch(given) else secrets.token_hex(16)
        token = request_id.set(number)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            if response.status_code != 200 or request.path_info not in PROBES:
                logger.info("request", extra=fields_of(request, response, time.perf_counter() - began))
        finally:
            request_id.reset(token)
        return response


def fields_of(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:
    # A line must cost no query: a user nothing has asked for stays unknown. Django keeps the one behind its
    # lazy object in _cached_user; the API sets one that is not lazy.
    user = getattr(request, "user", None)
    loaded = getattr(request, "_cached_user", None) if isinstance(user, SimpleLazyObject) else user
    return {
        "method": request.method,
        "path": CODE.sub("*", CODE_ADDRESS.sub(r"\1*", request.path))[:LONGEST_PATH],
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "user": getattr(loaded, "pk", None),
    }
