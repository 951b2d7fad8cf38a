"""Bytes instead of requests, against the web process itself, as it runs in production without its proxy."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders

from tests.attacks.doors import ENVIRONMENT, HOST
from tests.place import ROOT, Place, wait_until
from tests.servers import free_port
from tools import probe

PATIENCE_S = 2
SETTINGS = b"\0\0"
"""How an answer in HTTP/2 begins: the length of its first frame."""
TLS = "X-Forwarded-Proto: https"
BEHIND = f"GET /smuggled HTTP/1.1\r\nHost: {HOST}\r\n{TLS}\r\nConnection: close\r\n\r\n"
"""The request that must not be taken for a second one of somebody else."""


class Web:
    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log

    def answers(self, sent: str | bytes) -> bytes:
        """What comes back until the server closes or has nothing more to say."""
        answers = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as line:
            try:
                line.sendall(sent.encode() if isinstance(sent, str) else sent)
                while part := line.recv(65536):
                    answers += part
            except OSError:  # it hung up on us, which is an answer too
                pass
        return answers

    def statuses(self, sent: str) -> list[int]:
        answers = self.answers(sent)
        assert b"geheim" not in answers
        assert b"evil.example" not in answers
        return [int(part[1:4]) for part in answers.split(b"HTTP/1.1")[1:]]


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    place, port = Place("wire", embedded=True, **ENVIRONMENT), free_port()
    name_static_files(place.folder / "static")
    log = place.folder / "web.log"
    command = [sys.executable, "-m", "tools.processes", "web", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=place.environment, cwd=ROOT, stdout=out, stderr=out)
    try:
        wait_until(lambda: probe.answers("127.0.0.1", port), 60, "the web process answers")
        yield Web(port, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        place.forget()


def name_static_files(folder: Path) -> None:
    """Enough for pages to name them; collecting them all would cost seconds."""
    folder.mkdir()
    paths = {name: name for finder in get_finders() for name, _ in finder.list([])}
    (folder / "staticfiles.json").write_text(json.dumps({"version": "1.1", "hash": "", "paths": paths}))


def post(*headers: str, body: str = "0\r\n\r\n") -> str:
    lines = [f"POST /healthz HTTP/1.1\r\nHost: {HOST}", *headers]
    return "\r\n".join(lines) + f"\r\n\r\n{body}{BEHIND}"


CHUNKED = "Transfer-Encoding: chunked"
CONTRADICTING = {
    "both lengths": post("Content-Length: 4", CHUNKED),
    "both lengths, the other way round": post(CHUNKED, "Content-Length: 400"),
    "two lengths": post("Content-Length: 4", "Content-Length: 5", body="abcde"),
    "a list of lengths": post("Content-Length: 4, 5", body="abcde"),
    "a length with a sign": post("Content-Length: +5", body="abcde"),
    "a length in hexadecimal": post("Content-Length: 0x5", body="abcde"),
    "a length below nothing": post("Content-Length: -1", body=""),
    "a length beyond numbers": post("Content-Length: " + "9" * 40, body="abcde"),
    "an unknown coding": post("Transfer-Encoding: xchunked"),
    "chunked not last": post("Transfer-Encoding: chunked, identity"),
    "two codings": post(CHUNKED, "Transfer-Encoding: x"),
    "a hidden coding": post("Transfer-Encoding: \x0bchunked"),
    "a space before the colon": post("Content-Length : 5", body="abcde"),
    "a folded header": post("X-A: a\r\n Content-Length: 5", body="abcde"),
    "a lone return": post("X-A: a\rContent-Length: 5", body="abcde"),
    "a chunk without end": post(CHUNKED, body="fffffffffffffffff\r\nx"),
    "a chunk that is no number": post(CHUNKED, body="zz\r\nx\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("sent", CONTRADICTING.values(), ids=CONTRADICTING)
def test_nobody_hides_a_second_request_in_the_first(sent: str, web: Web):
    statuses = web.statuses(sent)
    assert statuses in ([400], [405], []), "at most one answer, then it hangs up"


def test_two_requests_on_one_line_are_two(web: Web):
    assert web.statuses(f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n{BEHIND}") == [200, 404]


def page(*headers: str, method: str = "GET", path: str = "/accounts/login/") -> str:
    return "\r\n".join([f"{method} {path} HTTP/1.1", *headers, "Connection: close", "", ""])


STRANGE: dict[str, tuple[str, int]] = {
    "no name": (page(TLS), 400),
    "two names": (page(f"Host: {HOST}", "Host: evil.example", TLS), 400),
    "two names, the other first": (page("Host: evil.example", f"Host: {HOST}", TLS), 400),
    "another name": (page("Host: evil.example", TLS), 400),
    "a name in a list": (page(f"Host: {HOST}, evil.example", TLS), 400),
    "a header in a name": (page(f"Host: {HOST}\tX", TLS), 400),
    "TRACE": (page(f"Host: {HOST}", TLS, "X-Secret: geheim", method="TRACE"), 405),
    "TRACK": (page(f"Host: {HOST}", TLS, "X-Secret: geheim", method="TRACK"), 405),
    "CONNECT": (page(f"Host: {HOST}", TLS, method="CONNECT", path="evil.example:443"), 405),
    "a NUL in the address": (page(f"Host: {HOST}", path="/\0"), 400),
    "a space in the address": (page(f"Host: {HOST}", path="/a b"), 400),
    "no UTF-8 in the address": (page(f"Host: {HOST}", TLS, path="/%ff%fe/"), 404),
    "half a letter in the address": (page(f"Host: {HOST}", TLS, path="/%ed%a0%80/"), 404),
    "a header without end": (page(f"Host: {HOST}", "X-A: " + "a" * 1_000_000), 431),
    "headers without end": (page(f"Host: {HOST}", *(f"X-{number}: a" for number in range(2_000))), 431),
    "plain HTTP": (page(f"Host: {HOST}"), 301),
}


@pytest.mark.parametrize(("sent", "status"), STRANGE.values(), ids=STRANGE)
def test_a_strange_request_is_refused(sent: str, status: int, web: Web):
    assert web.statuses(sent) == [status]


def test_a_page_is_answered_all_the_same(web: Web):
    assert web.statuses(page("Host: 127.0.0.1", path="/healthz")) == [200]


def test_another_protocol_is_not_spoken(web: Web):
    """HTTP/2 without TLS is a second way in that no proxy looks into."""
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
    assert not web.answers(preface).startswith(SETTINGS)
    upgrade = page(
        f"Host: {HOST}",
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "HTTP2-Settings: AAMAAABk",
        path="/healthz",
    )
    assert web.statuses(upgrade) == [200]


def test_a_body_of_50_megabytes_is_refused_before_it_comes(web: Web):
    size = 50 * 1024 * 1024
    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: {HOST}\r\n{TLS}\r\nContent-Length: {size}\r\n\r\nlogin=x"
    assert web.statuses(head) == [413]


def test_none_of_it_left_a_traceback(web: Web):
    """Last in the file: one line of JSON for each event, whatever was sent."""
    lines = [json.loads(line) for line in web.log.read_text().splitlines() if line.startswith("{")]
    assert lines
    assert "Traceback" not in web.log.read_text()
    assert not any("error" in line and line["logger"] != "django.db" for line in lines)
