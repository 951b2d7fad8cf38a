"""`python -m lib.pdf.child PARENT BYTES`: HTML on stdin; a line of JSON and the PDF on stdout."""

import ctypes
import gc
import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

from lib.pdf.assets import print_assets
from lib.pdf.errors import RenderRefused
from lib.pdf.process import TOO_LONG
from lib.pdf.rendering import lay_out

PR_SET_PDEATHSIG = 1


def main(parent: int, most_bytes: int) -> None:
    """End with the parent, hold no more than most_bytes of addresses, answer once."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the line above
            sys.exit(1)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    # Hundreds of thousands of objects live to the end: looking for garbage takes a quarter of the time.
    gc.disable()
    head, content = answer(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


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


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
