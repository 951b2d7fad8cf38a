"""Is the address free, does the portal answer on it? Asked here, so that the words are the portal's own."""

import http.client
import socket

NOBODY = 65_535


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, port: int) -> int:
    return next((number for number in range(port + 1, NOBODY) if is_free(host, number)), 0)


def answers(host: str, port: int) -> bool:
    """True once the web process serves; asked without any proxy the environment may name."""
    line = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)  # noqa: S104
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
