#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.conf import settings  # noqa: PLC0415 -- may be missing: see below
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError:
        sys.exit("The packages are missing. `make run` installs them for .venv/bin/python manage.py.")
    try:
        _ = settings.PORTAL_MODE  # reads the settings, which may refuse to start: one line, no traceback
    except ImproperlyConfigured as reason:
        sys.exit(str(reason))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
