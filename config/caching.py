"""What a browser may keep: nothing that depends on who is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header


class PrivatePages:
    """Outside the session's middleware, which marks every answer that asked who the visitor is.

    A view that chose for itself (a file named by its SHA-256, asked for anew each time) is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie") and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response
