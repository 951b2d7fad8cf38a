"""The version a change was based on: out as ETag, back as If-Match (RFC 9110)."""

import re

from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request

SHAPE = re.compile(r'(?:W/)?"([0-9]{1,9})"')
UNREADABLE = 'If-Match tidak terbaca. Kirim ETag yang Anda terima, misalnya "7".'


class VersionRequired(APIException):
    status_code = 428


def etag(version: int) -> str:
    return f'"{version}"'


def if_match(request: Request) -> int:
    """The version in If-Match. Raises VersionRequired without one, ParseError when it cannot be read."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise VersionRequired
    found = SHAPE.fullmatch(given)
    if found is None:
        raise ParseError(UNREADABLE)
    return int(found[1])
