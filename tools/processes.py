"""The programs of the portal and how each is started: the one place that says it.

`manage.py portal` runs all of them under supervisord; a container becomes one of them by
`python -m tools.processes NAME`.
"""

import os
import shlex
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUEUES = {"worker": "celery", "render": "render"}
NAMES = ("web", *QUEUES, "beat", "sweep")
SETPRIV = shutil.which("setpriv")
# The default of 30 s would drop the kept database connection with the thread.
IDLE_THREADS_S = "600"
# What a stopping web process gives to the requests it has.
WEB_STOPS_WITHIN_S = "20"
# A developer in a container may be root.
AS_ROOT = "ignore:You're running the worker with superuser privileges"
# glibc reads these before the first line of Python runs. Left alone it keeps blocks of megabytes (a frozen
# version, the 19 MiB of checking a password) in one heap for each thread and gives nothing back:
# docs/benchmarks.md.
ALLOCATOR = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(512 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(1024 * 1024),
}
# One group, so that all stop at once. What is meant by the rest:
# - startsecs, startretries: what ends young is started again 1, 2, 3, ... s later, for ever;
# - killasgroup without stopasgroup: a program ends its own children, and only what is left is killed.
SUPERVISORD = """\
[supervisord]
nodaemon=true
{user}directory={root}
pidfile={folder}/supervisord.pid
childlogdir={folder}
logfile=/dev/null
logfile_maxbytes=0
loglevel=warn

[group:portal]
programs={names}
"""
PROGRAM = """
[program:{name}]
command={command}
autorestart=true
startsecs=5
startretries=1000000
stopwaitsecs=4
killasgroup=true
stdout_logfile=/dev/stdout
stdout_logfile_maxbytes=0
stderr_logfile=/dev/stderr
stderr_logfile_maxbytes=0
"""


def command(name: str, *, host: str = "127.0.0.1", port: int = 8000) -> list[str]:
    """The words that start the program `name`, one of NAMES."""
    if name == "web":
        return _web(host, port)
    if name in QUEUES:
        return _worker(name)
    return {"beat": _beat, "sweep": _sweep}[name]()


def environment() -> dict[str, str]:
    """The environment of a program that is about to start; what the outside sets goes before."""
    return {**ALLOCATOR, **os.environ}


def end_with_parent(command: list[str]) -> list[str]:
    """The command, ended by the kernel with the thread that starts it; where setpriv exists (Linux)."""
    return [SETPRIV, "--pdeathsig", "KILL", *command] if SETPRIV else command


def supervisord_configuration(folder: Path, host: str, port: int) -> str:
    """The text of a supervisord.conf that runs all programs; `folder` takes the pid file."""
    user = "user=root\n" if os.geteuid() == 0 else ""
    head = SUPERVISORD.format(user=user, root=_escaped(ROOT), folder=_escaped(folder), names=",".join(NAMES))
    started = {name: end_with_parent(command(name, host=host, port=port)) for name in NAMES}
    return head + "".join(
        PROGRAM.format(name=name, command=_escaped(shlex.join(words))) for name, words in started.items()
    )


def _escaped(value: object) -> str:
    return str(value).replace("%", "%%")


def _web(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--workers", "1", "--blocking-threads", "4", "--blocking-threads-idle-timeout", IDLE_THREADS_S),
        *("--workers-kill-timeout", WEB_STOPS_WITHIN_S, "--log-level", "warning"),
        *("--host", host, "--port", str(port), "config.wsgi:application"),
    ]


def _worker(name: str) -> list[str]:
    """One process a queue: on the file broker the death of a pool's idle child stops the whole pool."""
    return [
        *(sys.executable, "-W", AS_ROOT, "-m", "celery", "--quiet", "-A", "config", "worker"),
        *("--hostname", f"{name}@%h", "--queues", QUEUES[name], "--pool", "solo"),
        *("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def _beat() -> list[str]:
    """Without a schedule on disk: when a task is due depends on the clock, not on when it last ran."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "config", "beat"),
        *("--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING", "--pidfile", ""),
    ]


def _sweep() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "sweep"]


def main() -> None:
    parser = ArgumentParser(prog="python -m tools.processes")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    words = command(given.name, host=given.host, port=given.port)
    os.execve(words[0], words, environment())


if __name__ == "__main__":
    main()
