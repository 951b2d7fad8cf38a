"""manage.py load_demo: the illustrative living plan."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lib import clock
from lib.access import SYSTEM
from masterplan.plan.models import Masterplan
from portal.demo import story
from portal.regions.folder import read_region


class Command(BaseCommand):
    help = "Loads an illustrative plan in its last ten days; when it is there already nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="the day the story ends on"
        )

    def handle(self, *args: Any, today: date | None, **options: Any) -> None:
        if settings.PORTAL_MODE != "demo":
            raise CommandError("Data ilustrasi hanya untuk mode demo.")
        if Masterplan.objects.filter(slug=story.SLUG).exists():
            self.stdout.write(f"{story.SLUG} sudah ada; tidak ada yang diubah.")
            return
        folder = read_region(settings.BASE_DIR / "data" / "bekasi")
        now = datetime.combine(today or clock.today(), time(9), tzinfo=clock.zone())
        with transaction.atomic():
            plan = story.tell(folder, now, actor=SYSTEM).plan
        self.stdout.write(f"{story.SLUG}: {plan.title}, tenggat {plan.cycle.deadline:%d-%m-%Y}.")
