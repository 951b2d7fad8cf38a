"""Files as they leave the portal: fingerprinted, saved and not opened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def download(request: HttpRequest, content: bytes, *, name: str, kind: str, sha256: str) -> HttpResponse:
    """Bytes that never change: named by their SHA-256, kept by the browser, saved and not opened."""
    etag = f'"{sha256}"'
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=0, must-revalidate",
        "ETag": etag,
    }
    response = HttpResponse(content, content_type=kind, headers=headers)
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # noqa: S101 -- a response was given, so one comes back
    return answer
