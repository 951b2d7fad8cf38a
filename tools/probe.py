"""Is a port free, does the portal answer on it? `python -m tools.probe` is the health check of a container.

Loads nothing of the portal: a check that costs a second of CPU would be felt when every container asks.
"""

import http.client
import socket
import sys
from argparse import ArgumentParser

LAST_PORT = 65_535


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, port: int) -> int:
    """The first free port above `port`, 0 when there is none."""
    return next((number for number in range(port + 1, LAST_PORT) if is_free(host, number)), 0)


def answers(host: str, port: int) -> bool:
    """True once the web process serves; asked without any proxy the environment may name."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)  # noqa: S104
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> int:
    parser = ArgumentParser(prog="python -m tools.probe")
    parser.add_argument("--port", type=int, default=8000)
    return 0 if answers("127.0.0.1", parser.parse_args().port) else 1


if __name__ == "__main__":
    sys.exit(main())
