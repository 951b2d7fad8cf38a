"""What the outsides share: who is signed in, the version a form was opened with, refusals, stored files."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse

from lib.errors import Conflict, DomainError, Forbidden, Invalid, NoRoom
from lib.files import storage
from lib.versioned.services import NOT_SENT

STATUS_OF: tuple[tuple[type[DomainError], int], ...] = (
    (Forbidden, 403),
    (Conflict, 409),
    (Invalid, 400),
    (NoRoom, 507),
)

LONGEST_VERSION = 9  # digits; a column holds no more


def plain_address(name: str, *args: Any) -> str:
    """The address of what belongs to no region, also while the page of one is made."""
    return f"/{reverse(name, args=args).removeprefix(get_script_prefix())}"


def version_of(request: HttpRequest) -> int:
    """The version that came with a form; NOT_SENT, which every service refuses, when missing or broken."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_VERSION else NOT_SENT


def warn(request: HttpRequest, remarks: Iterable[str]) -> None:
    """What was done and the person should know of, on the next page."""
    for remark in remarks:
        messages.warning(request, remark)


def status_of(refusal: DomainError) -> int:
    return next((code for kind, code in STATUS_OF if isinstance(refusal, kind)), 400)


def stored(sha256: str) -> bytes:
    """The file of that name, checked; a readable refusal when the store lost or damaged it."""
    try:
        return storage.get(sha256)
    except (OSError, ValueError) as reason:
        raise Conflict(
            "Berkas ini tidak dapat dibaca dari penyimpanan. Catatannya utuh; hubungi pengelola portal."
        ) from reason


def hand_out(content: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """`inline` only for files the portal made itself."""
    kind = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{kind}; filename="{name}"',
        "Content-Length": str(len(content)),
        "X-Content-Type-Options": "nosniff",
    }
    # The browser's own viewer of PDF does not open a page whose policy forbids everything.
    headers["Content-Security-Policy"] = (
        "frame-ancestors 'none'" if inline else "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    return HttpResponse(content, content_type=media_type, headers=headers)
