"""Makes a place ready to serve: tables, static files and, in an empty demo, the illustrative plan."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from opd.accounts.models import User
from opd.offices.models import Region
from portal.management.outdated import write_stamp
from tools import setup


class Command(BaseCommand):
    help = "Migrates, collects static files and fills an empty demo; a second time it changes nothing."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        refuse_older_tables()
        call_command("migrate", interactive=False, verbosity=0)
        write_stamp(settings.VAR_DIR)
        call_command("createcachetable", verbosity=0)
        collect_static()
        if settings.PORTAL_MODE == "production":
            refuse_demo_passwords()
            if advice := advice_on_timeouts():
                self.stderr.write(advice)
        elif not Region.objects.exists():
            self.stderr.write("Loading the illustrative plan ...")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        if advice := setup.advice(["pango"]):
            self.stderr.write(advice)


def refuse_older_tables() -> None:
    """CommandError for a database from before the first release: its tables are not migrated."""
    applied = MigrationRecorder(connection).applied_migrations()
    if ("opd", "0001_initial") in applied and ("audit", "0001_initial") not in applied:
        raise CommandError("This database was made by older code, before the first release. Use a new one.")


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
            with storage.open(name) as file:
                digest.update(f"{name}\n".encode() + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def refuse_demo_passwords() -> None:
    """The demo's password stands in its source: an account that still has it is open to anyone.

    Each is tried, since an account may have got that password in another way than from the demo. That takes
    a moment each, so every process asks less when it starts: config/start.py.
    """
    named = r"^((admin|editor|leader|facilitator)$|(operator|head)\.)"
    for user in User.objects.filter(username__regex=named, is_active=True):
        if user.check_password(settings.DEMO_PASSWORD):
            raise CommandError(f"The account {user.username} still has the demo's password. Change it first.")


def advice_on_timeouts() -> str:
    """Behind a pooler only the role can limit how long a statement or a lock may take."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        role, *limits = cursor.fetchone()
    if "0" not in limits:
        return ""
    return (
        f"The role {role} waits for ever. In psql:  ALTER ROLE {role} SET statement_timeout = '15s';"
        f" ALTER ROLE {role} SET lock_timeout = '3s';"
        f" ALTER ROLE {role} SET idle_in_transaction_session_timeout = '30s';"
    )
