"""Rings late jobs again and seals the audit trail, for ever. A process of its own, so that a busy renderer
cannot hold it up."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from time import monotonic, sleep

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from lib.jobs.services import sweep
from masterplan.versions import services as versions

logger = logging.getLogger(__name__)

THOROUGH_EVERY_S = 3600
"""How often the whole trail is searched for events that came too late for the usual look."""


class Command(BaseCommand):
    help = "Rings late jobs and seals the audit trail every third of a lease; --once does it a single time."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: object, once: bool, **options: object) -> None:
        if once:
            sweep()
            versions.stamp(thorough=True)
            return
        sealer = Sealer()
        while True:
            attempt("the sweep", sweep)
            attempt("the seal", sealer)
            sleep(settings.JOBS_LEASE_S / 3)


class Sealer:
    """Seals what is new; at the start and every hour whatever has no seal.

    What is new always comes first, and a thorough search that fails waits for its next hour: it must never
    keep new events from their seal.
    """

    def __init__(self) -> None:
        self.thorough_at = monotonic()

    def __call__(self) -> None:
        versions.stamp()
        if monotonic() >= self.thorough_at:
            self.thorough_at = monotonic() + THOROUGH_EVERY_S
            versions.stamp(thorough=True)


def attempt(what: str, work: Callable[[], object]) -> None:
    """A database that is away for a while must not end the sweeping."""
    close_old_connections()
    try:
        work()
    except Exception:
        logger.exception("%s failed; it tries again", what)
