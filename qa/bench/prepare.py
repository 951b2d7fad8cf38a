"""`python -m qa.bench.child prepare`: migrates the database of this place and fills both plans into it."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from lib import clock
from lib.access import SYSTEM
from opd.accounts.models import User
from portal.demo import story
from portal.regions.folder import read_region
from qa.bench import big_story

PASSWORD = "kata-sandi-ukur-1945"


def main() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        folder = read_region(settings.BASE_DIR / "data" / "bekasi")
        story.tell(folder, clock.now().astimezone(clock.zone()), actor=SYSTEM)
    with transaction.atomic():
        big_story.tell(clock.now())
    User.objects.update(password=make_password(PASSWORD))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
