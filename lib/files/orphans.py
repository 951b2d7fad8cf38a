"""Files that no row names: a machine died between the file and its commit, or a scan was replaced by another.

A row names a file in a column that ends in `sha256`; the audit trail keeps what it speaks of, under the name
of such a column. The trail is long, so it is read once and not for each file.
Nothing is locked: a file is first put aside, then asked about again, then removed. Whoever stores the same
bytes meanwhile either touched the file (it comes back) or found none (it wrote its own).
"""

import logging
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

from lib.audit.models import AuditEvent, AuditSeal
from lib.files import storage

logger = logging.getLogger(__name__)

RETENTION_S = 7 * 24 * 3600
"""More than machines disagree about the hour, and more than any transaction lasts."""
ASIDE = ".aside-"
READ_AT_ONCE = 10_000
"""Events of one statement, which must end in time however long the trail has become."""


def tidy() -> int:
    """Remove what is old and named by nobody; returns how many files went."""
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    named = {*_named_by_rows(), *_named_by_trail()}
    return sum(_tidy_one(path, named, last) for path in _old())


def _tidy_one(path: Path, named: Collection[str], last: int) -> int:
    """What goes wrong with one file must not keep the others for ever."""
    try:
        if path.name.startswith(storage.UNFINISHED):
            return _remove(path)
        if storage.SHA256.fullmatch(_sha256(path)) and path.name not in named:
            return _remove_if_unnamed(path, named, last)
    except Exception:
        logger.exception("a file could not be tidied up, it stays: %s", path.name)
    return 0


def _old() -> Iterator[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return (path for path in sorted(folder.glob("??/*")) if path.is_file() and _is_old(path))


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < time.time() - RETENTION_S
    return False


def _sha256(path: Path) -> str:
    return path.name.removeprefix(ASIDE)


def _remove_if_unnamed(path: Path, named: Collection[str], last: int) -> int:
    target, aside = path.with_name(_sha256(path)), path.with_name(ASIDE + _sha256(path))
    if path == target:
        with suppress(FileNotFoundError):
            path.rename(aside)
    try:
        if _is_old(aside) and target.name not in named and not _is_named_by_now(target.name, last):
            logger.warning("a file that no row names was removed: %s", target.name)
            return _remove(aside)
    finally:
        with suppress(FileNotFoundError):
            aside.rename(target)
    return 0


def _remove(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1


def _is_named_by_now(sha256: str, last: int) -> bool:
    rows = any(rows.filter(**{name: sha256}).exists() for rows, name in _columns())
    return rows or AuditEvent.objects.filter(pk__gt=last, changes__icontains=sha256).exists()


def _named_by_rows() -> Iterator[str]:
    for rows, name in _columns():
        yield from rows.exclude(**{name: ""}).values_list(name, flat=True).iterator()


def _named_by_trail() -> Iterator[str]:
    names = sorted({name for _, name in _columns()})
    for events in _ranges_of_trail():
        for changes in (
            events.filter(changes__has_any_keys=names).values_list("changes", flat=True).iterator()
        ):
            yield from _texts([changes.get(name) for name in names])


def _ranges_of_trail() -> Iterator[QuerySet[AuditEvent]]:
    after: int | None = 0
    while after is not None:
        rest = AuditEvent.objects.filter(pk__gt=after).order_by("pk")
        after = rest.values_list("pk", flat=True)[READ_AT_ONCE - 1 : READ_AT_ONCE].first()
        yield rest if after is None else rest.filter(pk__lte=after)


def _texts(value: Any) -> Iterator[str]:
    """One hash, or what it was and became."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _columns() -> Iterator[tuple[QuerySet[Model], str]]:
    """Not the links of the audit chain: as many as events, and they name no file."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name.endswith("sha256") and model is not AuditSeal:
                yield model._default_manager.all(), field.name
