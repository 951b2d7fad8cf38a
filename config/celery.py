"""The Celery application: a doorbell. What there is to do stands in the Job table."""

import os
from typing import Any

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

RENDER_QUEUE = "render"
"""Books and letters: a queue of its own, so that a long book keeps nothing else waiting."""


def transport_options() -> dict[str, Any]:
    if settings.REDIS_URL:
        return {"max_retries": 0, "socket_connect_timeout": 1}
    return {
        "data_folder_in": str(settings.BROKER_DIR / "queue"),
        "data_folder_out": str(settings.BROKER_DIR / "queue"),
        "control_folder": str(settings.BROKER_DIR / "control"),
        "processed_folder": str(settings.BROKER_DIR / "processed"),
        "store_processed": False,
        "polling_interval": 0.2,
    }


def configuration() -> dict[str, Any]:
    return {
        "broker_url": settings.REDIS_URL or "filesystem://localhost//",
        "broker_transport_options": transport_options(),
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a broker may be away for longer than a hundred tries
        "task_ignore_result": True,
        "task_routes": {"*.render_*": {"queue": RENDER_QUEUE}},
        "timezone": settings.TIME_ZONE,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "beat_schedule": {"clear-sessions": {"task": "config.clear_sessions", "schedule": 24 * 3600}},
        "beat_schedule_filename": str(settings.VAR_DIR / "beat-schedule"),
    }


app = Celery("portal")
# Asked when first used: whoever imports config must not load the settings by that alone.
app.add_defaults(configuration)
app.autodiscover_tasks()
