"""`python -m qa.bench.child scale.country WHAT N`: fills a PostgreSQL with one region or with many."""

import json
import sys

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from lib import clock
from lib.jobs.models import Job, JobState
from opd.accounts.models import User
from qa.bench import big_story
from qa.bench.prepare import PASSWORD
from qa.bench.scale import regions

COUNTED = (
    *("opd_region", "opd_user", "opd_membership", "masterplan_section", "masterplan_programme"),
    *("masterplan_programmeyear", "bimtek_finding", "masterplan_revision", "commitments_commitment"),
    "audit_auditevent",
)


def main(what: str, number: str) -> None:
    """one EVENTS: a region with so many saves in its trail. many REGIONS: copies of it, so many in all."""
    if what == "one":
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with transaction.atomic():
            big_story.tell(clock.now())
        User.objects.update(password=make_password(PASSWORD))
        Job.objects.update(state=JobState.DONE, finished_at=clock.now())
        regions.add_history(int(number))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    else:
        regions.multiply(int(number))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    sys.stdout.write(json.dumps(rows()))


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in COUNTED:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT pg_database_size(current_database()) / 1024 / 1024")
        found["MB"] = cursor.fetchone()[0]
    return found
