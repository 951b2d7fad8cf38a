"""Files by content: the name is the SHA-256, so what was stored is never changed. Each has a row."""

import errno
import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from lib import clock
from lib.errors import NoRoom
from lib.files.models import StoredFile

PDF = "application/pdf"
SHA256 = re.compile(r"[0-9a-f]{64}")
UNFINISHED = ".new-"
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_disk_full(reason: BaseException) -> bool:
    return isinstance(reason, OSError) and reason.errno in DISK_FULL


def path_of(sha256: str) -> Path:
    if not SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def put(content: bytes, media_type: str) -> str:
    """Store the bytes with their row and return their SHA-256. Callers hold the transaction of their act:
    rolled back, it leaves no row, and the file goes with the next tidying.

    The same bytes are one file and one row. A full disk raises NoRoom and leaves nothing behind.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    # A file that is there is used if it is whole.
    if not _is_there(target, sha256):
        _store(target, content, sha256)
    facts = {"size": len(content), "media_type": media_type, "stored_at": clock.now()}
    path = str(target.relative_to(settings.MEDIA_ROOT))
    StoredFile.objects.get_or_create(sha256=sha256, defaults={**facts, "path": path})
    return sha256


def _store(target: Path, content: bytes, sha256: str) -> None:
    """Temp, fsync, compare, rename: no half files."""
    try:
        _make_folder(target.parent)
        _write(target, content, sha256)
    except OSError as reason:
        if is_disk_full(reason):
            raise NoRoom from reason
        raise


def _is_there(target: Path, sha256: str) -> bool:
    """Touched, so that it counts as young for whoever tidies up; damaged by whatever, it is written anew."""
    try:
        os.utime(target)
        return hashlib.sha256(target.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _write(target: Path, content: bytes, sha256: str) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=UNFINISHED, delete=False) as temp:
        written = Path(temp.name)
        try:
            temp.write(content)
            temp.flush()
            os.fsync(temp.fileno())
            if hashlib.sha256(written.read_bytes()).hexdigest() != sha256:
                raise OSError("the stored file differs from what was sent")
            written.rename(target)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def get(sha256: str) -> bytes:
    """The bytes, checked against their name; raises FileNotFoundError or OSError."""
    content = path_of(sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OSError("the stored file is damaged")
    return content
