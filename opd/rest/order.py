"""The order of refusals: 404, 403, 409, and only then what is wrong with the content (400)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from rest_framework.exceptions import ValidationError

from opd.errors import Invalid, StaleVersion


@contextmanager
def content_last(check: Callable[[], object]) -> Iterator[None]:
    """Content that cannot be accepted is told last: `check` may say who or when before."""
    try:
        yield
    except (ValidationError, Invalid):
        with suppress(Invalid):
            check()
        raise


def refuse_stale(row: Any, version: int) -> None:
    """For content that cannot be read, so that there is no text to put beside the stored one."""
    if version != row.version:
        by, at = str(row.edited_by or ""), row.edited_at
        raise StaleVersion([], version=row.version, changed_by=by, changed_at=at)
