"""Django's migrate, which waits for a busy table only briefly and gives way."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from config.migrating import patiently


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        patiently(
            lambda: super(Command, self).handle(*args, **options),
            connections[options["database"]],
            self.stderr.write,
        )
