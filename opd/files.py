"""Files by content: the name is the SHA-256, so what was stored is never changed."""

import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

SHA256 = re.compile(r"[0-9a-f]{64}")


def path_of(sha256: str) -> Path:
    if not SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Store the bytes and return their SHA-256. Temp, fsync, compare, rename: no half files."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as temp:
        temp.write(content)
        temp.flush()
        os.fsync(temp.fileno())
    written = Path(temp.name)
    if hashlib.sha256(written.read_bytes()).hexdigest() != sha256:
        written.unlink()
        raise OSError("the stored file differs from what was sent")
    written.rename(target)
    _sync_folder(target.parent)
    return sha256


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
