"""Files that no row names: a machine died between the file and its commit, or a scan was replaced by another.

A row names a file in a column that ends in `sha256`; the audit trail keeps what it speaks of.
Nothing is locked: a file is first put aside, then asked about again, then removed. Whoever stores the same
bytes meanwhile either touched the file (it comes back) or found none (it wrote its own).
"""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

from opd import files
from opd.models import AuditEvent

logger = logging.getLogger(__name__)

KEPT_S = 7 * 24 * 3600
"""More than machines disagree about the hour, and more than any transaction lasts."""
ASIDE = ".aside-"


def tidy() -> int:
    """Remove what is old and named by nobody; returns how many files went."""
    removed, named = 0, set(_named())
    for path in _old():
        if path.name.startswith(files.UNFINISHED):
            removed += _remove(path)
        elif files.SHA256.fullmatch(_sha256(path)) and path.name not in named:
            removed += _remove_if_unnamed(path)
    return removed


def _old() -> Iterator[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return (path for path in sorted(folder.glob("??/*")) if path.is_file() and _is_old(path))


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < time.time() - KEPT_S
    return False


def _sha256(path: Path) -> str:
    return path.name.removeprefix(ASIDE)


def _remove_if_unnamed(path: Path) -> int:
    target, aside = path.with_name(_sha256(path)), path.with_name(ASIDE + _sha256(path))
    if path == target:
        with suppress(FileNotFoundError):
            path.rename(aside)
    if _is_old(aside) and not is_named(target.name):
        logger.warning("a file that no row names was removed: %s", target.name)
        return _remove(aside)
    with suppress(FileNotFoundError):
        aside.rename(target)
    return 0


def _remove(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1


def is_named(sha256: str) -> bool:
    rows = any(rows.filter(**{name: sha256}).exists() for rows, name in _columns())
    return rows or AuditEvent.objects.filter(changes__icontains=sha256).exists()


def _named() -> Iterator[str]:
    for rows, name in _columns():
        yield from rows.exclude(**{name: ""}).values_list(name, flat=True)


def _columns() -> Iterator[tuple[QuerySet[Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name.endswith("sha256"):
                yield model._default_manager.all(), field.name
