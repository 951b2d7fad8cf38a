"""Makes a place ready to serve: tables, static files and, in an empty demo, the illustrative plan."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import machine
from opd.models import Region, User


class Command(BaseCommand):
    help = "Migrates, collects static files and fills an empty demo; a second time it changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.PORTAL_MODE == "production":
            refuse_demo_passwords()
        elif not Region.objects.exists():
            self.stderr.write("Loading the illustrative plan ...")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        if advice := machine.advice(["pango"]):
            self.stderr.write(advice)


def refuse_demo_passwords() -> None:
    """The demo's password stands in its source: an account that still has it is open to anyone."""
    known = ("admin", "editor", "leader", "facilitator")
    for user in User.objects.filter(username__in=known, is_active=True):
        if user.check_password(settings.DEMO_PASSWORD):
            raise CommandError(f"The account {user.username} still has the demo's password. Change it first.")
