"""What one link of the audit chain is hashed over. The same event gives the same hash on every database."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from lib.audit.models import AuditEvent

GENESIS = "0" * 64
"""What stands before the first link."""
COLUMNS = tuple(field.attname for field in AuditEvent._meta.concrete_fields)


def link(previous: str, number: int, sealed_at: datetime, event: Sequence[Any]) -> str:
    """SHA-256 over the link before and the canonical entry; `event` holds the values of COLUMNS."""
    return hashlib.sha256(
        (previous + entry(number, sealed_at, event)).encode("utf-8", "surrogatepass")
    ).hexdigest()


def entry(number: int, sealed_at: datetime, event: Sequence[Any]) -> str:
    """Canonical JSON, close to RFC 8785: names sorted, no blanks, nothing escaped that need not be.

    Unlike there whole numbers keep all digits, and any text is taken: one odd event must not stop the chain.
    Empty columns are left out, so that a column added later changes no hash.
    """
    values = {name: plain(value) for name, value in zip(COLUMNS, event, strict=True) if value is not None}
    values |= {"number": number, "sealed_at": plain(sealed_at)}
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value
