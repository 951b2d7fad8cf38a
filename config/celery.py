"""The Celery application: a doorbell. What there is to do stands in the Job table."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

RENDER_QUEUE = "render"
"""Books and letters: a queue of its own, so that a long book keeps nothing else waiting."""


def transport_options() -> dict[str, Any]:
    if settings.REDIS_URL:
        # A broker may also hang: whoever rings waits this long, once, and leaves the rest to the sweep.
        return {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 2}
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
        # By the clock, so that beat needs no memory: started anew every day, it rings all the same.
        "beat_schedule": {
            "clear-sessions": {"task": "config.clear_sessions", "schedule": crontab(hour="2", minute="30")},
            "tidy-files": {"task": "config.tidy_files", "schedule": crontab(hour="3", minute="0")},
            "check-files": {"task": "config.check_files", "schedule": crontab(hour="3", minute="30")},
        },
    }


app = Celery("portal")
# Asked when first used: whoever imports config must not load the settings by that alone.
app.add_defaults(configuration)
app.autodiscover_tasks(["commitments.letters", "masterplan.versions.files", "portal"])
