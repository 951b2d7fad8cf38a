"""A var/ of older code. Until the first release tables are made anew and never migrated."""

import hashlib
import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import timezone

STAMP = "tables.sha256"


def tables_of_code() -> str:
    """SHA-256 over the migrations of the portal's own apps."""
    folders = [Path(app.path, "migrations") for app in apps.get_app_configs()]
    own = sorted(
        file
        for folder in folders
        if folder.is_relative_to(settings.BASE_DIR) and not folder.is_relative_to(settings.BASE_DIR / ".venv")
        for file in folder.glob("0*.py")
    )
    digest = hashlib.sha256()
    for file in own:
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def put_outdated_aside(folder: Path) -> str:
    """Rename `folder` when other migrations made its tables; the sentence that says so, or ""."""
    is_embedded = settings.PORTAL_MODE == "demo" and not os.environ.get("DATABASE_URL")
    if not is_embedded or not (folder / "portal.sqlite3").exists() or _stamp(folder) == tables_of_code():
        return ""
    aside = put_aside(folder)
    return f"{folder.name}/ was made by older code. It is now {aside.name}/; the demo is loaded anew."


def put_aside(folder: Path) -> Path:
    """The new name of the folder: its old one with date and time."""
    aside = folder.with_name(f"{folder.name}.{timezone.localtime():%Y%m%d-%H%M%S}")
    return folder.rename(aside)


def write_stamp(folder: Path) -> None:
    (folder / STAMP).write_text(tables_of_code(), encoding="utf-8")


def _stamp(folder: Path) -> str:
    file = folder / STAMP
    return file.read_text(encoding="utf-8") if file.exists() else ""
