"""The programs of the portal and how each is started: the one place that says it.

`make run` has one worker for both queues; in production (docker-compose.yml) `worker` and `render` share
them, so that a long book keeps nothing else waiting. A container calls `python -m config.supervisor NAME`.
"""

import os
import sys
from pathlib import Path

from config.supervisor.child import Child

ROOT = Path(__file__).resolve().parent.parent.parent
IDLE_THREADS_LIVE = "600"  # granian's default of 30 s would drop the kept database connection with the thread
CUT_OFF_AFTER = "20"  # seconds that a stopping web process gives to the requests it has
AS_ROOT = "ignore:You're running the worker with superuser privileges"  # a developer in a container may
QUEUES = {"worker": "celery", "render": "render"}
EVERY_QUEUE = ",".join(QUEUES.values())
NAMES = ("web", *QUEUES, "beat", "sweep")


def programs(root: Path, host: str, port: int) -> list[Child]:
    """The four children of `make run`."""
    return [
        Child("web", command("web", host=host, port=port), root),
        Child("worker", worker("worker", EVERY_QUEUE), root),
        Child("beat", command("beat"), root),
        Child("sweep", command("sweep"), root),
    ]


def command(name: str, *, host: str = "127.0.0.1", port: int = 8000) -> list[str]:
    """What starts one program of the production set."""
    if name == "web":
        return web(host, port)
    if name in QUEUES:
        return worker(name, QUEUES[name])
    return {"beat": beat, "sweep": sweep}[name]()


def web(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--workers", "1", "--blocking-threads", "4", "--blocking-threads-idle-timeout", IDLE_THREADS_LIVE),
        *("--workers-kill-timeout", CUT_OFF_AFTER, "--log-level", "warning"),
        *("--host", host, "--port", str(port), "config.wsgi:application"),
    ]


def worker(name: str, queues: str) -> list[str]:
    """A container of `render` has the memory of one book (pdf.process); two at once are two containers."""
    children = "1" if name == "render" else str(min(2, os.cpu_count() or 1))
    return [
        *(sys.executable, "-W", AS_ROOT, "-m", "celery", "--quiet", "-A", "config", "worker"),
        *("--hostname", f"{name}@%h", "--queues", queues, "--pool", "prefork", "--concurrency", children),
        *("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def beat() -> list[str]:
    """Without a schedule on disk: what it rings for hangs on the clock, not on when it rang last."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "config", "beat"),
        *("--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING", "--pidfile", ""),
    ]


def sweep() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "sweep"]
