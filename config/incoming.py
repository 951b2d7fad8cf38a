"""What is refused before anything reads it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

UTF_8 = ("", "utf-8", "utf8")


class Utf8Request(WSGIRequest):
    """Django takes the charset a program names and decodes the address with it at once, before anything could
    turn a failure into a page. Here everything is UTF-8; `OneEncoding` refuses what says otherwise."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Utf8Request


class OneEncoding:
    """The portal's pages are UTF-8 and so is what they send. Another charset could bring half a letter that
    no page and no database can hold, or be none of texts at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.content_params or {}).get("charset", "").lower() not in UTF_8:
            request.encoding = "utf-8"  # the page of the refusal reads the address
            raise BadRequest("not UTF-8")
        return self.get_response(request)
