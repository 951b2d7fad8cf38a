from typing import ClassVar

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 -- not a rule: SQLite loses triggers when it rebuilds a table

from opd import triggers


class OpdConfig(AppConfig):
    name = "opd"
    verbose_name = "perangkat daerah"
    append_only: ClassVar[dict[str, tuple[str, ...]]] = {"opd_auditevent": (), "opd_auditseal": ()}

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, sender=self)  # once a run: they come after all migrations


def _install_triggers(using: str, **kwargs: object) -> None:
    triggers.install(connections[using])
