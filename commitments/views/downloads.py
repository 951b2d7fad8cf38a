"""Stored bytes handed out as they are."""

from django.http import HttpResponse

from opd import files
from opd.errors import Conflict


def stored(sha256: str) -> bytes:
    """The file of that name, checked; a readable refusal when the store lost or damaged it."""
    try:
        return files.get(sha256)
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
