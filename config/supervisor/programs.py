"""The four programs of the portal and how each is started."""

import os
import sys
from pathlib import Path

from config.supervisor.child import Child

IDLE_THREADS_LIVE = "600"  # granian's default of 30 s would drop the kept database connection with the thread
AS_ROOT = "ignore:You're running the worker with superuser privileges"  # as every container does


def programs(root: Path, host: str, port: int) -> list[Child]:
    manage = [sys.executable, str(root / "manage.py")]
    celery = ["-m", "celery", "--quiet", "-A", "config"]
    return [
        Child("web", [*_granian(), "--host", host, "--port", str(port), "config.wsgi:application"], root),
        Child("worker", [sys.executable, "-W", AS_ROOT, *celery, "worker", *_worker_options()], root),
        Child("beat", [sys.executable, *celery, "beat", "--loglevel", "WARNING", "--pidfile", ""], root),
        Child("sweep", [*manage, "sweep"], root),
    ]


def _granian() -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"),
        *("--blocking-threads", "4", "--blocking-threads-idle-timeout", IDLE_THREADS_LIVE),
        *("--workers-kill-timeout", "3", "--log-level", "warning"),
    ]


def _worker_options() -> list[str]:
    renderers = str(min(2, os.cpu_count() or 1))
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    pool = ["--queues", "celery,render", "--pool", "prefork", "--concurrency", renderers]
    return [*pool, "--loglevel", "WARNING", *quiet]
