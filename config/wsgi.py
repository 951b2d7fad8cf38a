"""What the web server loads."""

import ctypes
import os
import signal
import sys
from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application

PR_SET_PDEATHSIG = 1
# The kernel ends this process with the granian that started it: else it would keep the port of a killed one.
if sys.platform == "linux" and (parent := parent_process()):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if not parent.is_alive():
        sys.exit(1)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from portal.web.middleware import refusing_charsets  # noqa: E402 -- its imports need the settings in place
from portal.web.start import require_own_passwords  # noqa: E402
from portal.web.warmup import warm_up  # noqa: E402

require_own_passwords()
application = refusing_charsets(django_application)
warm_up(django_application)
