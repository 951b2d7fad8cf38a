"""Housekeeping that beat rings for, and what a worker asks before it works. No Job: nobody asked for it."""

import logging

from celery import shared_task
from celery.signals import worker_init
from django.core.management import call_command

from lib.files import checks, orphans
from portal.web.start import require_own_passwords

logger = logging.getLogger(__name__)


@shared_task(name="config.clear_sessions")
def clear_sessions() -> None:
    call_command("clearsessions")


@shared_task(name="config.tidy_files")
def tidy_files() -> None:
    orphans.tidy()


@shared_task(name="config.check_files")
def check_files() -> None:
    if damaged := checks.check():
        logger.error("stored files missing or changed: %s", damaged)


@worker_init.connect
def ask_before_work(**kwargs: object) -> None:
    require_own_passwords()
