"""What the rendering child does: HTML in; facts as JSON and the PDF out."""

import ctypes
import gc
import json
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from lib.pdf.assets import print_assets
from lib.pdf.errors import RenderRefused
from lib.pdf.process import TOO_LONG
from lib.pdf.rendering import lay_out

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
NAME = "pdf-child"
"""How the process shows in `ps` and `top`."""


def main(connection: Connection, most_bytes: int) -> None:
    """Answer a page with its facts as JSON and with the PDF, in at most most_bytes; end with the worker."""
    os.setpgid(0, 0)  # Ctrl-C in a terminal reaches the worker alone
    _close_all_but(connection.fileno())
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NAME, NAME.encode())
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    # Hundreds of thousands of objects live to the end: looking for garbage takes a quarter of the time.
    gc.disable()
    head, content = answer(connection.recv_bytes().decode())
    connection.send_bytes(json.dumps(head).encode())
    connection.send_bytes(content)


def _close_all_but(connection: int) -> None:
    """The server lives as long as one of its descriptors is open elsewhere: it must end with the worker."""
    for name in Path("/dev/fd").iterdir():
        descriptor = int(name.name)
        if descriptor > 2 and descriptor != connection:
            with suppress(OSError):
                os.close(descriptor)


def answer(html: str) -> tuple[dict[str, Any], bytes]:
    """A refusal, a failure, or the facts of the PDF; and the PDF."""
    try:
        laid = lay_out(html, assets=print_assets())
    except RenderRefused as reason:
        return {"refusal": str(reason)}, b""
    except MemoryError:
        return {"refusal": TOO_LONG}, b""
    except Exception as reason:  # its words may be those of the page: type and place go to the log
        place = traceback.extract_tb(reason.__traceback__)[-1]
        return {"failure": f"{type(reason).__name__} at {place.filename}:{place.lineno}"}, b""
    return {"pages": laid.pages, "anchors": laid.anchors}, laid.content
