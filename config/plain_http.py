"""A program that speaks plain HTTP is refused, not led to TLS.

It would follow the way to https each time, and nobody would notice that its token crosses the network in the
clear before every answer. People's browsers are led there, and remember it (HSTS).
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from opd.rest import problems

PROGRAMS = "/api/"
DETAIL = (
    "Gunakan https. Token yang sudah dikirim lewat http mungkin terbaca di jaringan; mintalah token baru."
)


class RefusedPrograms:
    """Before Django's SecurityMiddleware, which would answer with the way to https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_program = request.path_info.startswith(PROGRAMS)
        if is_program and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return problems.page(403, DETAIL, {"X-Content-Type-Options": "nosniff"})
        return self.get_response(request)
