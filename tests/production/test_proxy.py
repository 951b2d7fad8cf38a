"""The proxy with the configuration of deploy/proxy, before two stand-ins for web processes."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.urls import reverse

from commitments.agreements.services import MAX_SCAN
from deploy.proxy import fill
from tests.production.files import PROXY, services_of_compose
from tests.production.upstream import Upstream, until
from tests.servers import free_port
from tools import setup

pytestmark = pytest.mark.needs("nginx")
FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Server": "evil.example",
    "X-Real-IP": "203.0.113.9",
    "X-Request-ID": "forged-number",
    "Forwarded": "host=evil.example",
    "Proxy": "evil.example",
}


class Proxy:
    def __init__(self, upstreams, **environment):
        # Not pytest's folder: nginx's workers are another account when this is root.
        self.folder = Path(tempfile.mkdtemp(prefix="portal-proxy-"))
        self.port, self.tls_port = free_port(), free_port()
        words = {
            "PROXY_FOLDER": str(self.folder),
            "PROXY_HTTP": f"127.0.0.1:{self.port}",
            "PROXY_HTTPS": f"127.0.0.1:{self.tls_port}",
            "PROXY_SERVERS": " ".join(f"server 127.0.0.1:{each.port} max_fails=0;" for each in upstreams),
            "PROXY_LOG": str(self.folder / "access.log"),
            "PROXY_CERTIFICATES": str(self.folder),
        }
        fill.fill({**words, **environment})
        if environment.get("PROXY_DOOR") == "tls":
            write_certificate(self.folder)
        command = [setup.find_program("nginx") or "", "-c", str(self.folder / "nginx.conf"), "-g"]
        account = "user root; " if os.geteuid() == 0 else ""
        self.process = subprocess.Popen(
            [*command, f"{account}daemon off;"], stderr=(self.folder / "stderr").open("wb")
        )
        until(self._listens)

    def _listens(self):
        assert self.process.poll() is None, (self.folder / "stderr").read_text()
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, path="/", method="GET", headers=None, body=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, body=body, headers=headers or {})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            line.close()

    def log(self):
        return [json.loads(line) for line in (self.folder / "access.log").read_text().splitlines()]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)
        shutil.rmtree(self.folder)


def write_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal.test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(key.private_bytes(*form))


@pytest.fixture
def webs():
    made = [Upstream(), Upstream()]
    yield made
    for each in made:
        each.stop()


@pytest.fixture
def proxy(webs):
    made = Proxy(webs)
    yield made
    made.stop()


def test_what_a_client_says_about_itself_is_replaced(proxy, webs):
    status, _, body = proxy.ask("/", headers={**FORGED, "Host": "portal.test"})
    heard = json.loads(body)
    assert status == 200
    assert heard["Host"] == "portal.test"
    assert heard["X-Forwarded-For"] == "127.0.0.1"
    assert heard["X-Forwarded-Proto"] == "http"
    assert re.fullmatch("[0-9a-f]{32}", heard["X-Request-ID"])
    passed = {"Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-ID", "Connection", "Accept-Encoding"}
    assert set(heard) == passed


def test_something_that_ends_tls_in_front_is_believed_when_it_is_named(webs):
    made = Proxy(webs, PROXY_SCHEME="https", PROXY_FRONT="127.0.0.1")
    try:
        heard = json.loads(made.ask("/", headers=FORGED)[2])
    finally:
        made.stop()
    assert (heard["X-Forwarded-For"], heard["X-Forwarded-Proto"]) == ("203.0.113.9", "https")


def test_both_web_processes_are_asked(proxy, webs):
    for _ in range(4):
        proxy.ask("/")
    assert min(len(each.asked) for each in webs) >= 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_web_process_that_is_away_is_passed_over(proxy, webs, method):
    """Nothing was sent to it yet, so that a POST may go to the other one."""
    webs[0].stop()
    answers = [proxy.ask("/", method, body="text=1" if method == "POST" else None)[0] for _ in range(6)]
    assert answers == [200] * 6


def test_reading_is_tried_again_where_writing_is_not(proxy, webs):
    for each in webs:
        each.behaviour = "die"
    assert proxy.ask("/")[0] == 502
    assert sum(len(each.asked) for each in webs) == 2
    assert proxy.ask("/", "POST", body="text=1")[0] == 502
    posts = [asked for each in webs for asked in each.asked if asked[0] == "POST"]
    assert len(posts) == 1


def test_a_portal_that_is_away_is_told_kindly(proxy, webs):
    for each in webs:
        each.stop()
    status, headers, body = proxy.ask("/opd/")
    assert status == 502
    assert "Portal sedang tidak dapat dihubungi" in body
    assert headers["Retry-After"] == "10"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_program_is_told_in_its_own_language(proxy, webs):
    for each in webs:
        each.stop()
    status, headers, body = proxy.ask("/api/v1/programmes/")
    assert (status, headers["Content-Type"], headers["Retry-After"]) == (
        502,
        "application/problem+json",
        "10",
    )
    assert set(json.loads(body)) == {"title", "detail"}


def test_what_the_portal_itself_says_is_passed_on(proxy, webs):
    for each in webs:
        each.behaviour = "busy"
    status, headers, body = proxy.ask("/")
    assert (status, body, headers["Retry-After"]) == (503, "portal's own", None)


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/opd/", "text/html; charset=utf-8", "Kiriman terlalu besar"),
        ("/api/v1/", "application/problem+json", "Isi permintaan terlalu besar"),
    ],
)
def test_what_is_too_big_is_refused_before_the_portal_reads_it(proxy, webs, path, kind, words):
    status, headers, body = proxy.ask(path, "POST", body=b"x" * (3 * 1024 * 1024 + 1))
    assert (status, headers["Content-Type"], headers["Retry-After"]) == (413, kind, None)
    assert words in body
    assert not any(each.asked for each in webs)


def test_what_the_portal_takes_the_proxy_lets_through(proxy, webs):
    scan = reverse("commitments:agreement_scan", args=[10_001])
    assert proxy.ask("/opd/", "POST", body=b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)[0] == 200
    assert proxy.ask(scan, "POST", body=b"x" * MAX_SCAN)[0] == 200
    by_program = reverse("api:agreement_scan", args=[10_001])
    assert proxy.ask(by_program, "PUT", body=b"x" * MAX_SCAN)[0] == 200


def test_half_a_request_takes_nobodys_time(proxy, webs):
    lines = []
    for number in range(200):
        line = socket.create_connection(("127.0.0.1", proxy.port))
        line.sendall(b"POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 1000\r\n")
        line.sendall(b"\r\nhalf a text" if number % 2 else b"X-Half: ")
        lines.append(line)
    assert proxy.ask("/")[0] == 200
    assert sum(len(each.asked) for each in webs) == 1
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_read_in_none(proxy, webs, request_):
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as line:
        line.sendall(request_)
        answer = line.recv(4096)
    assert re.match(rb"HTTP/1.1 (400|405|414|431) ", answer), answer[:80]
    assert not any(each.asked for each in webs)


@pytest.mark.parametrize("path", ["/.proxy/away.html", "/.proxy/too-big.json", "/.proxy/nginx.conf"])
def test_the_pages_of_the_proxy_are_nobodys_to_ask_for(proxy, webs, path):
    assert proxy.ask(path)[0] == 404
    assert not any(each.asked for each in webs)


def test_the_proxy_says_that_it_lives_and_serves_its_style(proxy):
    assert proxy.ask("/.proxy/alive")[0] == 204
    status, headers, _ = proxy.ask("/.proxy/page.css")
    assert (status, headers["Content-Type"]) == (200, "text/css")


def test_a_strong_etag_stays_strong(proxy):
    _, headers, _ = proxy.ask("/", headers={"Accept-Encoding": "gzip"})
    assert headers["ETag"] == '"strong"'


def test_the_log_holds_no_query_no_code_and_no_browser(proxy, webs):
    proxy.ask("/bimtek/?q=Nama+Orang", headers={"User-Agent": "Mozilla", "Cookie": "sessionid=1"})
    proxy.ask("/V/AB12-CD34")
    proxy.ask("/api/v1/verify/AB12-CD34/")
    for each in webs:
        each.stop()
    proxy.ask("/masterplan/?q=Nama+Orang")
    until(lambda: len(proxy.log()) == 4)
    said = {line["path"]: line["status"] for line in proxy.log()}  # two workers write: in any order
    assert said == {"/bimtek/": 200, "/v/*": 200, "/api/v1/verify/*": 200, "/masterplan/": 502}
    everything = (proxy.folder / "access.log").read_text() + (proxy.folder / "stderr").read_text()
    assert not re.search("Nama|AB12|Mozilla|sessionid", everything)


CODE = "7K2M-9QXR-A3B4-C5D6"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/%56/{}", "/v/*"),
        ("/V%2F{}", "/v/*"),
        ("//v//{}", "/v/*"),
        ("/x/../v/{}/y", "/v/*"),
        ("/verify/{}", "/verify/*"),
        ("/VERIFY/{}/", "/verify/*"),
        ("/api/v1/%76erify/{}/", "/api/v1/verify/*"),
        ("/masterplan/{}/x/", "/masterplan/*"),
        ("/%C3%A9/{}", "*"),
    ],
)
@pytest.mark.parametrize("is_away", [False, True], ids=["answered", "away"])
def test_a_code_is_hidden_however_it_is_written(proxy, webs, address, said, is_away):
    written = [
        CODE,
        CODE.replace("-", ""),
        CODE.lower(),
        CODE.replace("-", "%20"),
        "".join(f"%{ord(x):x}" for x in CODE),
    ]
    if is_away:
        for each in webs:
            each.stop()
    for code in written:
        proxy.ask(address.format(code))
    until(lambda: len(proxy.log()) == len(written))
    assert {line["path"] for line in proxy.log()} == {said}


def test_what_holds_no_code_is_told_as_it_was_asked_for(proxy):
    asked = [
        "/bimtek/findings/12/",
        "/tidak%20ada/%C3%A9/",
        "/verify/?kode=1",
        "/static/js/app.0a1b2c3d4e5f.js",
        "/%ff",
    ]
    for address in asked:
        proxy.ask(address)
    until(lambda: len(proxy.log()) == len(asked))
    assert {line["path"] for line in proxy.log()} == {address.partition("?")[0] for address in asked}


def test_tls_ends_at_the_proxy_and_plain_http_only_leads_there(webs):
    made = Proxy(webs, PROXY_DOOR="tls")
    try:
        status, headers, _ = made.ask("/opd/?a=1", headers={"Host": "portal.test"})
        assert (status, headers["Location"]) == (308, "https://portal.test/opd/?a=1")
        assert made.ask("/.proxy/alive")[0] == 204
        assert made.ask("/api/v1/plans/")[0] == 403
        trusting = ssl.create_default_context(cafile=str(made.folder / "fullchain.pem"))
        trusting.check_hostname = False  # it is asked by its address
        line = http.client.HTTPSConnection("127.0.0.1", made.tls_port, context=trusting, timeout=20)
        line.request("GET", "/", headers=FORGED)
        heard = json.loads(line.getresponse().read())
        assert line.sock.version() in {"TLSv1.2", "TLSv1.3"}
        line.close()
    finally:
        made.stop()
    assert (heard["X-Forwarded-Proto"], heard["X-Forwarded-For"]) == ("https", "127.0.0.1")


def test_what_fill_assumes_is_what_compose_says():
    """A folder and the pages lie elsewhere without containers; all else is the same."""
    said = services_of_compose()["proxy"]["environment"]
    names = {name for name in said if name.startswith("PROXY_")}
    assert names == set(fill.DEFAULTS) | set(fill.NEEDED)
    assumed = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", said[name]) for name in fill.DEFAULTS}
    assert assumed == {**fill.DEFAULTS, "PROXY_PAGES": "/pages"}


def test_every_name_in_the_templates_is_known():
    asked = {
        found
        for template in (PROXY / "templates").iterdir()
        for found in fill.NAME.findall(template.read_text(encoding="utf-8"))
    }
    assert asked == set(fill.DEFAULTS) | set(fill.NEEDED)


@pytest.mark.parametrize("page", sorted(PROXY.glob("pages/*.html")), ids=lambda path: path.name)
def test_a_page_of_the_proxy_needs_nothing_else(page):
    text = page.read_text(encoding="utf-8")
    assert '<html lang="id">' in text
    assert set(re.findall(r'(?:href|src)="([^"]*)"', text)) <= {"", "/", "/.proxy/page.css"}
    assert not re.search(r"<script|<style|style=|://", text)
