"""Touches once what every request needs: the first visitor does not wait, the collector can freeze it all."""

import gc
import io
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

logger = logging.getLogger(__name__)


def warm_up(application: "WSGIHandler") -> None:
    """Load the addresses and every template, answer one page, freeze. A failure is logged, not raised."""
    for step in (_load_addresses, _load_templates, lambda: _answer_one_page(application)):
        try:
            step()
        except Exception:
            logger.exception("warming up failed; the portal serves all the same")
    gc.collect()
    gc.freeze()


def _load_addresses() -> None:
    _ = get_resolver().url_patterns
    get_resolver().reverse_dict  # noqa: B018 -- filled by being read


def _load_templates() -> None:
    folder: Path = settings.BASE_DIR / "templates"
    for path in sorted(folder.rglob("*.html")):
        get_template(str(path.relative_to(folder)))


def _answer_one_page(application: "WSGIHandler") -> None:
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/accounts/login/",
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_REQUEST_ID": "warm-up-of-a-process",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    application(environ, _ignore).close()


def _ignore(status: str, headers: list[tuple[str, str]], error: object = None) -> Callable[[bytes], object]:
    return len
