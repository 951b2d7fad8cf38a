"""Log lines: readable in the demo, one JSON object a line in production.

A line holds nothing that people typed: no body, query string, cookie or name. Of an exception it holds the
type and the places in the code; its words only where a library speaks of machines and not of data.
"""

import logging
import traceback
from contextvars import ContextVar
from typing import Any

from django.db import InterfaceError, OperationalError
from pythonjsonlogger.json import JsonFormatter

LONGEST_MESSAGE, FRAMES = 1_000, 30
SPEAKS_OF_MACHINES = (OSError, OperationalError, InterfaceError)
RENAMED = {"levelname": "level", "name": "logger"}
# The only ones: what libraries add to a record (a request, a task's arguments) may hold what people typed.
FIELDS = frozenset({"time", *RENAMED.values(), "message", "method", "path", "status", "ms", "user"})

request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLine(JsonFormatter):
    """FIELDS, the number of the request, and the error with its causes."""

    def __init__(self) -> None:
        super().__init__(["levelname", "name", "message"], rename_fields=RENAMED, timestamp="time")

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        for name in log_data.keys() - FIELDS:
            del log_data[name]
        if number := request_id.get():
            log_data["request"] = number
        # A refusal (a foreign host, another charset) is no failure: it leaves a line, not a traceback.
        is_failure = getattr(record, "status_code", 500) >= 500
        if is_failure and record.exc_info and (error := record.exc_info[1]):
            log_data["error"] = described(error)
            # Libraries like to put the words of an error into their own.
            if not isinstance(error, SPEAKS_OF_MACHINES) and (words := str(error)):
                log_data["message"] = log_data["message"].replace(words, "...")
        log_data["message"] = log_data["message"][:LONGEST_MESSAGE]


def described(error: BaseException | None) -> list[dict[str, Any]]:
    """Type and places of an error and its causes, the last first; no values, which are what people typed."""
    found: list[dict[str, Any]] = []
    while error is not None and len(found) < FRAMES:
        kind, frames = type(error), traceback.extract_tb(error.__traceback__)[-FRAMES:]
        one: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
        if code := getattr(error, "pgcode", None):
            one["code"] = code
        if isinstance(error, SPEAKS_OF_MACHINES):
            one["words"] = str(error).partition("\n")[0][:LONGEST_MESSAGE]
        one["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        found.append(one)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def configuration(*, in_production: bool) -> dict[str, Any]:
    """For Django's LOGGING. A refusal (4xx) is told by the line of its request alone."""
    levels = {"portal.access": "INFO", "django.request": "ERROR", "django.security.csrf": "ERROR"}
    loggers = {name: {"level": level} for name, level in levels.items()} if in_production else {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": JsonLine},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json" if in_production else "line"}
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"django": {"level": "WARNING", "propagate": True, "handlers": []}, **loggers},
    }
