"""Makes a place ready to serve: tables, static files and, in an empty demo, the illustrative plan."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import machine
from opd.models import Region, User


class Command(BaseCommand):
    help = "Migrates, collects static files and fills an empty demo; a second time it changes nothing."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        migrate()
        collect_static()
        if settings.PORTAL_MODE == "production":
            refuse_demo_passwords()
        elif not Region.objects.exists():
            self.stderr.write("Loading the illustrative plan ...")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        if advice := machine.advice(["pango"]):
            self.stderr.write(advice)


def migrate() -> None:
    """Asked first, since migrating nothing still makes every trigger anew."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Only when a source is another than last time: compressing them all costs seconds at every start."""
    stamp = settings.STATIC_ROOT / ".collected"
    sources = sources_of_static()
    if stamp.exists() and stamp.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)


def sources_of_static() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()


def refuse_demo_passwords() -> None:
    """The demo's password stands in its source: an account that still has it is open to anyone."""
    named = r"^((admin|editor|leader|facilitator)$|(operator|head)\.)"
    for user in User.objects.filter(username__regex=named, is_active=True):
        if user.check_password(settings.DEMO_PASSWORD):
            raise CommandError(f"The account {user.username} still has the demo's password. Change it first.")
