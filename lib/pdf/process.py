"""Render in a child process, which may be killed, hang or use up its memory without harm to its parent."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from lib.pdf.errors import RenderRefused, RenderStopped

MAX_SECONDS = 240
# A container of 2 GB then has room for the worker too.
MAX_ADDRESS_SPACE = 1792 * 1024**2
ROOT = Path(__file__).resolve().parents[2]
TOO_LONG = "Naskah terlalu panjang untuk dicetak sekaligus. Cetak per buku, atau ringkas bagian terpanjang."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rendered:
    """A finished PDF. anchors: the id of every element that has one → the number printed on its page."""

    content: bytes
    pages: int
    anchors: dict[str, int]


def render(html: str) -> Rendered:
    """The PDF of one page of HTML. Raises RenderRefused or RenderStopped."""
    command = [sys.executable, "-m", "lib.pdf.child", str(os.getpid()), str(MAX_ADDRESS_SPACE)]
    try:
        # Its own process group: Ctrl-C reaches the parent alone, and the parent's end ends the child.
        done = subprocess.run(  # noqa: S603 -- a fixed command
            command,
            input=html.encode(),
            stdout=subprocess.PIPE,
            cwd=ROOT,
            process_group=0,
            timeout=MAX_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RenderRefused(TOO_LONG) from None
    head, _, content = done.stdout.partition(b"\n")
    answer = json.loads(head) if done.returncode == 0 else {"failure": f"exit status {done.returncode}"}
    if "refusal" in answer:
        raise RenderRefused(answer["refusal"])
    if "failure" in answer:
        logger.error("rendering stopped: %s", answer["failure"])
        raise RenderStopped("Pencetakan terhenti sebelum selesai.")
    return Rendered(content, **answer)
