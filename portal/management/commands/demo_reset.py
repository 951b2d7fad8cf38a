"""A demo as on the first day. What was there is put aside, never deleted."""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management.commands.portal import locked
from portal.management.outdated import put_aside


class Command(BaseCommand):
    help = "Renames var/ to var.DATE-TIME and loads the illustrative plan anew."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        if settings.PORTAL_MODE != "demo" or os.environ.get("DATABASE_URL"):
            raise CommandError("Only the embedded demo is reset; this place has its own database.")
        folder = settings.VAR_DIR
        with locked(folder):
            if (folder / "portal.sqlite3").exists():
                self.stderr.write(f"Put aside: {put_aside(folder).name}/")
        subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", "prepare"], check=True)  # noqa: S603
        self.stdout.write("The demo is new. Type:  make run")
