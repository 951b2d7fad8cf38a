"""The version a change was based on: out as ETag, back as If-Match (RFC 9110).

A version that is not the stored one is told as 409 with both texts; none at all as 428.
"""

import re
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.request import Request

NO_VERSION = -1
"""Equal to no stored version, so that every service refuses it like a stale one."""
SHAPE = re.compile(r'(?:W/)?"([0-9]{1,9})"')
UNREADABLE = 'If-Match tidak terbaca. Kirim ETag yang Anda terima, misalnya "7".'


def etag(version: int) -> str:
    return f'"{version}"'


def if_match(request: Request) -> int:
    """The version named by the request; NO_VERSION when it names none."""
    given = request.headers.get("If-Match", "").strip()
    request._request.needs_version = True  # type: ignore[attr-defined]
    if not given:
        return NO_VERSION
    found = SHAPE.fullmatch(given)
    if found is None:
        raise ParseError(UNREADABLE)
    return int(found[1])


def lacks_version(request: Any) -> bool:
    """True when the act asked for a version and the request named none."""
    asked = getattr(getattr(request, "_request", None), "needs_version", False)
    return bool(asked) and not request.headers.get("If-Match", "").strip()
