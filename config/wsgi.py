"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from config.middleware import refusing_charsets  # noqa: E402 -- its imports need the settings in place
from config.start import require_own_passwords  # noqa: E402
from config.warmup import warm_up  # noqa: E402

require_own_passwords()
application = refusing_charsets(django_application)
warm_up(django_application)
