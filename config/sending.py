"""Forms that the page sends by its own script, so that a lost line costs no page.

A script cannot see where a redirect leads, and following it would spend the message of the page behind it. It
is told the place in a header and goes there like a person.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

ASKED, TOLD = "Portal-Form", "Portal-Location"


class ToldRedirects:
    """Outside of what answers, so that it also hears where a stranger is sent to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect) and ASKED in request.headers:
            return HttpResponse(status=204, headers={TOLD: response.url})
        return response
