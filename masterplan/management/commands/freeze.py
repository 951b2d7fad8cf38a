"""Freeze a version from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib.access import SYSTEM
from lib.errors import DomainError
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.versions import services as versions


class Command(BaseCommand):
    help = "Make a Revision of the masterplan; print its number and SHA-256."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--label", default="", help="name of the version; v0.N by itself")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Masterplan.objects.filter(slug=options["slug"]).first()
        if plan is None:
            known = ", ".join(Masterplan.objects.values_list("slug", flat=True)) or "belum ada"
            raise CommandError(f"Masterplan {options['slug']} tidak ada. Yang ada: {known}.")
        try:
            revision = versions.freeze(plan, actor=SYSTEM, expected_number=ANY, label=options["label"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"nomor {revision.number} ({revision.label})")
        self.stdout.write(f"SHA-256 {revision.sha256}")
