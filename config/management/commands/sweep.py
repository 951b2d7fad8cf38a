"""Rings late jobs again, for ever. A process of its own, so that a busy renderer cannot hold it up."""

import logging
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from jobs.services import sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Rings late jobs again every third of a lease; --once does it a single time."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: object, once: bool, **options: object) -> None:
        if once:
            sweep()
            return
        while True:
            self._sweep_once()
            time.sleep(settings.JOBS_LEASE_S / 3)

    def _sweep_once(self) -> None:
        """A database that is away for a while must not end the sweeping."""
        close_old_connections()
        try:
            sweep()
        except Exception:
            logger.exception("the sweep failed; it tries again")
