"""`python -m config.supervisor.probe NAME`: the health check of a container, 0 when its program serves.

Neither loads the portal: a check that costs a second of CPU would be felt when every container asks.
"""

import os
import socket
import sys
from argparse import ArgumentParser

from celery import Celery

from config.supervisor import ports
from config.supervisor.programs import QUEUES

ANSWERS_WITHIN_S = 5.0


def main() -> int:
    parser = ArgumentParser(prog="python -m config.supervisor.probe")
    parser.add_argument("name", choices=("web", *QUEUES))
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    serves = ports.answers("127.0.0.1", given.port) if given.name == "web" else listens(given.name)
    return 0 if serves else 1


def listens(name: str) -> bool:
    """True when this machine's worker answers by the broker, which proves both."""
    bell = Celery(broker=os.environ["REDIS_URL"])
    here = f"{name}@{socket.gethostname()}"
    return bool(bell.control.ping(destination=[here], timeout=ANSWERS_WITHIN_S, limit=1))


if __name__ == "__main__":
    sys.exit(main())
