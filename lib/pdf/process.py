"""Render in a child process, which may be killed, hang or use up its memory without harm to its parent.

The child is forked by a server that has loaded the layout engine, which takes longer than a letter does. The
standard library keeps that server: it starts with the first page, ends with this process, and is started
anew when it is killed.
"""

import json
import logging
import multiprocessing
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from lib.pdf.errors import RenderRefused, RenderStopped

MAX_SECONDS = 240
# A container of 2 GB then has room for the worker too.
MAX_ADDRESS_SPACE = 1792 * 1024**2
CHILD = "lib.pdf.child"
TOO_LONG = "Naskah terlalu panjang untuk dicetak sekaligus. Cetak per buku, atau ringkas bagian terpanjang."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rendered:
    """A finished PDF. anchors: the id of every element that has one → the number printed on its page."""

    content: bytes
    pages: int
    anchors: dict[str, int]


_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload([CHILD])


def render(html: str) -> Rendered:
    """The PDF of one page of HTML. Raises RenderRefused or RenderStopped."""
    ours, theirs = _server.Pipe()
    child = _server.Process(target=_answer, args=(theirs, MAX_ADDRESS_SPACE), name=CHILD, daemon=True)
    with closing(ours):
        child.start()
        theirs.close()
        try:
            answer, content = _ask(ours, html)
        finally:
            child.kill()  # it has answered, or has taken too long
            child.join()
    if "refusal" in answer:
        raise RenderRefused(answer["refusal"])
    if "failure" in answer:
        logger.error("rendering stopped: %s", answer["failure"])
        raise RenderStopped("Pencetakan terhenti sebelum selesai.")
    return Rendered(content, **answer)


def _answer(connection: Connection, most_bytes: int) -> None:
    """The child's work. Its module loads the layout engine, which no other process does."""
    import_module(CHILD).main(connection, most_bytes)


def _ask(connection: Connection, html: str) -> tuple[dict[str, Any], bytes]:
    """The child's answer, read as bytes and never unpickled: the page may have taken the child over."""
    try:
        connection.send_bytes(html.encode())
        if not connection.poll(MAX_SECONDS):
            return {"refusal": TOO_LONG}, b""
        return json.loads(connection.recv_bytes()), connection.recv_bytes()
    except (EOFError, OSError) as reason:
        return {"failure": f"the child ended ({type(reason).__name__})"}, b""
