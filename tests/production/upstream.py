"""Stands in for a web process behind the proxy: says what it was asked, or fails as it is told."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Upstream:
    """`asked` holds every request that arrived whole; `behaviour` is answer, die (after reading) or busy."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], int]] = []
        self.behaviour = "answer"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                self.close_connection = True
                size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                upstream.asked.append((self.command, self.path, dict(self.headers.items()), size))
                if upstream.behaviour == "die":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                busy = upstream.behaviour == "busy"
                body = b"portal's own" if busy else json.dumps(dict(self.headers.items())).encode()
                self.send_response(503 if busy else 200)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("ETag", '"strong"')
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: Any) -> None:
                """Tests read `asked`."""

        return Handler


def until(holds: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
