"""What the web server loads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config.incoming import Handler  # noqa: E402 -- its imports need the settings in place
from config.start import require_own_passwords  # noqa: E402
from config.warmup import warm_up  # noqa: E402

require_own_passwords()
application = Handler()
warm_up(application)
