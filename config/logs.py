"""How the portal writes down what happens: readable lines in the demo, one JSON object a line in production.

A line never holds what people typed: no body, no query string, no cookie, no name. Of an exception it keeps
the type and the places in the code; its words only where a library speaks of machines and not of data.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import InterfaceError, OperationalError

LONGEST_MESSAGE = 1_000
FRAMES = 30
INTERNAL_ERROR = 500
SPEAKS_OF_MACHINES = (OSError, OperationalError, InterfaceError)
EXTRAS = ("method", "path", "status", "ms", "user", "address")

request_id: ContextVar[str] = ContextVar("request_id", default="")


class WithoutRefusals(logging.Filter):
    """What was refused (a foreign host, another charset) is no failure: it leaves a line, not a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", INTERNAL_ERROR) < INTERNAL_ERROR:
            record.exc_info = None
        return True


class JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record, error),
        }
        if number := request_id.get():
            line["request"] = number
        for name in EXTRAS:
            if name in record.__dict__:
                line[name] = record.__dict__[name]
        if error:
            line["error"] = _chain(error)
        return json.dumps(line, default=str)  # ASCII: no sign in it ends a line


def _message(record: logging.LogRecord, error: BaseException | None) -> str:
    """Libraries like to put the words of an error into their own."""
    message = record.getMessage()
    if error and not isinstance(error, SPEAKS_OF_MACHINES) and (words := str(error)):
        message = message.replace(words, "...")
    return message[:LONGEST_MESSAGE]


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """The error and what caused it, the last first. No values: they are what people typed."""
    found: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < FRAMES:
        found.append(_plain(seen))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return found


def _plain(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    plain: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    if code := getattr(error, "pgcode", None):
        plain["code"] = code
    if isinstance(error, SPEAKS_OF_MACHINES):
        plain["words"] = str(error).partition("\n")[0][:LONGEST_MESSAGE]
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    plain["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return plain


def configuration(*, in_production: bool) -> dict[str, Any]:
    """For Django's LOGGING. Refusals by status (4xx) are told by the line of the request, so only once."""
    loggers: dict[str, Any] = {"django": {"level": "WARNING", "propagate": True, "handlers": []}}
    if in_production:
        loggers |= {
            "portal.access": {"level": "INFO"},
            "django.request": {"level": "ERROR"},
            "django.security.csrf": {"level": "ERROR"},
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"refusals": {"()": "config.logs.WithoutRefusals"}},
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": "config.logs.JsonLine"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if in_production else "line",
                "filters": ["refusals"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": loggers,
    }
