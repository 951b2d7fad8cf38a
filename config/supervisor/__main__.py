"""`python -m config.supervisor NAME`: becomes one program of the portal, as each container does."""

import os
from argparse import ArgumentParser

from config.supervisor.memory import environment
from config.supervisor.programs import NAMES, command


def main() -> None:
    parser = ArgumentParser(prog="python -m config.supervisor")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    line = command(given.name, host=given.host, port=given.port)
    os.execve(line[0], line, environment())  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    main()
