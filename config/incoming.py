"""What is refused before anything reads it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.http import parse_header_parameters

UTF_8 = ("", "utf-8", "utf8")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
LARGEST_BODY = 12 * 1024 * 1024
"""A scan of ten megabytes and the form around it. The proxy stops a little earlier, and most forms at 3."""
LONGEST_SIZE = 20


class Utf8Request(WSGIRequest):
    """Django takes the charset a program names and decodes the address with it at once, before anything could
    turn a failure into a page. Here everything is UTF-8; `OneEncoding` refuses what says otherwise."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Utf8Request


class Acceptable:
    """Before a view or a form reads the body: a method in use, UTF-8, and no more than the largest upload.

    The portal's pages are UTF-8 and so is what they send. Another charset could bring half a letter that
    no page and no database can hold, or be none of texts at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if (request.content_params or {}).get("charset", "").lower() not in UTF_8:
            request.encoding = "utf-8"  # the page of the refusal reads the address
            raise BadRequest("not UTF-8")
        if declared_size(request) > LARGEST_BODY:
            raise RequestDataTooBig("larger than any upload")
        return self.get_response(request)


def declared_size(request: HttpRequest) -> int:
    """Without its length Django reads none of a body; a length that is no number is taken for too much."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return int(size) if size.isdecimal() and len(size) < LONGEST_SIZE else LARGEST_BODY + 1
