"""Housekeeping that beat rings for. It changes nothing a person did, so it is no Job."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="config.clear_sessions")
def clear_sessions() -> None:
    call_command("clearsessions")
