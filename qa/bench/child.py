"""`python -m qa.bench.child NAME ARGUMENT...`: a part of the benchmark in a process of its own.

Django is set up before the part is imported, with the two addresses of the floor.
"""

import os
import sys
from importlib import import_module

import django
from django.conf import settings


def main(name: str, arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup(set_prefix=False)
    settings.ROOT_URLCONF = "qa.bench.urls"
    import_module(f"qa.bench.{name}").main(*arguments)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
