"""manage.py load_region DIR"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lib.access import SYSTEM
from lib.tables.problems import ImportErrors
from portal.regions import services as regions
from portal.regions.folder import read_region


class Command(BaseCommand):
    help = "Loads a region's folder: all or nothing; loading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            rows = read_region(folder)
            plan, report = regions.load(rows, actor=SYSTEM)
        except ImportErrors as problems:
            self.stderr.write(str(problems))
            raise SystemExit(1) from problems
        for notice in (*rows.notices, *report.notices):
            self.stdout.write(f"Catatan: {notice}")
        for name in report.skipped:
            self.stdout.write(f"Diubah di portal, dilewati: {name}")
        self.stdout.write(
            f"{plan.slug}: {len(report.made)} baris baru, {len(report.renewed)} diperbarui, "
            f"{report.unchanged} tidak berubah."
        )
