"""What the portal's web server loads, with two addresses more: the floor every request is compared with."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
settings.ROOT_URLCONF = "qa.bench.urls"

from config.wsgi import application  # noqa: E402 -- warms the addresses up, so they are set first

__all__ = ["application"]
