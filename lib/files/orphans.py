"""Files without a row: a machine died between the file and its commit, or the act was rolled back.

Nothing is locked: a file is first put aside, then asked about again, then removed. Whoever stores the same
bytes meanwhile either touched the file (it comes back) or found none (it wrote its own).
"""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from lib.files import storage
from lib.files.models import StoredFile

logger = logging.getLogger(__name__)

RETENTION_S = 7 * 24 * 3600
"""More than machines disagree about the hour, and more than any transaction lasts."""
ASIDE = ".aside-"


def tidy() -> int:
    """Remove what is old and has no row; returns how many files went."""
    return sum(map(_tidy_one, _old()))


def _tidy_one(path: Path) -> int:
    """What goes wrong with one file must not keep the others for ever."""
    try:
        if path.name.startswith(storage.UNFINISHED):
            return _remove(path)
        if storage.SHA256.fullmatch(_sha256(path)):
            return _remove_without_row(path)
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


def _remove_without_row(path: Path) -> int:
    target, aside = path.with_name(_sha256(path)), path.with_name(ASIDE + _sha256(path))
    if path == target:
        if _has_row(target.name):
            return 0
        with suppress(FileNotFoundError):
            path.rename(aside)
    try:
        if _is_old(aside) and not _has_row(target.name):
            logger.warning("a file without a row was removed: %s", target.name)
            return _remove(aside)
    finally:
        with suppress(FileNotFoundError):
            aside.rename(target)
    return 0


def _remove(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1


def _has_row(sha256: str) -> bool:
    return StoredFile.objects.filter(sha256=sha256).exists()
