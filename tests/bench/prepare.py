"""`python -m tests.bench.prepare`: migrates the database of this place and fills both plans into it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- the settings come first
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from commitments.imports.region_folder import read_region  # noqa: E402
from commitments.management.demo import story  # noqa: E402
from opd import clock  # noqa: E402
from opd.models import User  # noqa: E402
from tests.bench import big_story  # noqa: E402
from tests.bench.big_plan import Size  # noqa: E402

PASSWORD = "kata-sandi-ukur-1945"


def main() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        story.tell(read_region(settings.BASE_DIR / "data" / "bekasi"), clock.today())
    with transaction.atomic():
        big_story.tell(Size(), clock.now())
    User.objects.update(password=make_password(PASSWORD))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
