"""Rows 26 and 27: what is printed reaches only the printer's own files and costs no more than it may."""

import json
import re
import subprocess
import threading
from fnmatch import fnmatch
from importlib import import_module
from socketserver import BaseRequestHandler, TCPServer

import pytest
from django.test import Client
from django.urls import reverse

from commitments.letters.document import letter_html
from commitments.letters.models import Commitment
from config import celery
from lib.pdf import process
from lib.pdf.assets import print_assets
from lib.pdf.errors import RenderRefused
from masterplan.book.book import book_html
from masterplan.versions.document import compile_plan
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from tests.attacks.planting import plant
from tests.masterplan.book.documents import edition
from tests.structure.sources import APPS, name_of, python_files

needs_printer = pytest.mark.needs("pango")


class Canary(TCPServer):
    """Sings when somebody comes."""

    def __init__(self):
        self.visits = []
        super().__init__(("127.0.0.1", 0), BaseRequestHandler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def place(self):
        return f"127.0.0.1:{self.server_address[1]}"

    def verify_request(self, request, client_address):
        self.visits.append(client_address)
        return False


@pytest.fixture
def canary():
    with Canary() as canary:
        yield canary
        canary.shutdown()


@pytest.fixture(scope="module")
def lay_out():
    return import_module("lib.pdf.rendering").lay_out


# Everything in HTML, SVG and CSS that names an address, with the address of the canary for {}.
ASKING = [
    '<img src="{}">',
    '<img srcset="{} 2x" src="asset:img/simpul.svg">',
    '<picture><source srcset="{}"><img src="{}"></picture>',
    '<input type="image" src="{}">',
    '<video src="{}" poster="{}"></video><audio src="{}"></audio><track src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<link rel="icon" href="{}"><link rel="preload" href="{}" as="image">',
    '<style>@import "{}";</style>',
    "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x</p>",
    '<p style="background: url({})">x</p>',
    '<p style="list-style: url({}); display: list-item">x</p>',
    '<p style="border-image: url({}) 1">x</p>',
    '<style>p::after {{ content: url("{}") }}</style><p>x</p>',
    '<p style="background: image-set(url({}) 1x)">x</p>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><style>@import "{}";</style><rect width="9" height="9"/></svg>',
    '<svg width="9" height="9"><rect fill="url({}#x)" width="9" height="9"/></svg>',
    '<body background="{}"><table background="{}"><tr><td background="{}">x</table>',
    '<meta http-equiv="refresh" content="0; url={}"><p>x</p>',
    '<html manifest="{}"><blockquote cite="{}">x</blockquote><form action="{}">x</form>',
    '<math><mglyph src="{}"/></math>',
]
SCHEMES = ["http://{}/x", "//{}/x", "ftp://{}/x", "http://{}/../x?y", "https://{}/x", "HTTP://{}/x"]
ELSEWHERE = ["file:///etc/passwd", "/etc/passwd", "data:text/css,@import 'http://{}/x'", "http:{}"]


@needs_printer
@pytest.mark.parametrize("html", ASKING, ids=lambda html: html[:24])
def test_no_way_to_name_an_address_leads_anywhere(html, canary, lay_out):
    for scheme in [*SCHEMES, *ELSEWHERE]:
        asked = html.replace("{}", scheme.replace("{}", canary.place)).replace("{{", "{").replace("}}", "}")
        try:
            content = lay_out(asked, assets=print_assets()).content
        except RenderRefused as refusal:
            assert "tidak dikenal" in str(refusal) or "tidak dicetak" in str(refusal)  # noqa: PT017
        else:  # it names an address, but asks nobody for it
            assert b"root:" not in content
            assert b"EmbeddedFile" not in content
    assert canary.visits == []


def opened(content, folder):
    """The file as readable text, its streams unpacked."""
    path, plain = folder / "in.pdf", folder / "out.pdf"
    path.write_bytes(content)
    command = ["qpdf", "--qdf", "--object-streams=disable", path, plain]
    subprocess.run(command, check=True, capture_output=True)
    return plain.read_bytes()


@pytest.fixture
def hostile(world, canary):
    """Every text names the canary in every way it can be told to a printer."""
    ways = [html.replace("{}", f"http://{canary.place}/x") for html in ASKING]
    words = " ".join([*ways, f"http://{canary.place}/y", "file:///etc/passwd"])
    address = f"http://{canary.place}/'onload=x"
    plant(lambda room: words[: room or 2000], address)
    return world


@needs_printer
@pytest.mark.needs("qpdf")
def test_a_book_of_hostile_texts_asks_nobody_and_carries_nothing(hostile, canary, lay_out, tmp_path):
    document = compile_plan(hostile.plan)
    of = {**edition(), "missing_reason": f"<img src=http://{canary.place}/x>", "label": "<img src=//x>"}
    content = opened(lay_out(book_html(document, of), assets=print_assets()).content, tmp_path)
    assert canary.visits == []
    for active in (b"/EmbeddedFile", b"/JavaScript", b"/Launch", b"/SubmitForm", b"/GoToR", b"/OpenAction"):
        assert active not in content
    assert b"root:x:" not in content


@needs_printer
@pytest.mark.needs("qpdf")
def test_a_letter_of_hostile_texts_asks_nobody_and_carries_nothing(hostile, canary, lay_out, tmp_path):
    letter = Commitment.objects.exclude(letter={}).first().letter
    content = opened(lay_out(letter_html(letter), assets=print_assets()).content, tmp_path)
    assert canary.visits == []
    assert b"/EmbeddedFile" not in content
    assert b"/JavaScript" not in content


class TestWhatAPrintMayCost:
    @needs_printer
    def test_the_job_fails_once_and_says_why(self, world, monkeypatch):
        monkeypatch.setattr(process, "MAX_SECONDS", 0.1)
        tasks = import_module("masterplan.versions.files.tasks")
        services = import_module("masterplan.versions.files.services")
        revision = Revision.objects.filter(masterplan=world.plan, state="approved").get()
        export = services.request_file(revision, actor=world.people["editor"], edition=edition())
        tasks.render_export.run(export.job_id)
        job = Export.objects.get(pk=export.pk).job
        assert (job.state, job.error, job.attempts) == ("failed", process.TOO_LONG, 1)

    @needs_printer
    @pytest.mark.parametrize("join", ["\u00a0", "\u202f", "\u2060", "", "-", "\u00ad"])
    def test_words_that_never_end_are_broken_and_leave_no_sheet(self, join, lay_out):
        """They took minutes where a space did not break, and stood on one line beyond the edge."""
        words = join.join(["kata"] * 4000)
        html = f'<html lang="id"><link rel="stylesheet" href="asset:css/base.css"><p>{words}</p></html>'
        assert lay_out(html, assets=print_assets()).pages > 2

    def test_printing_waits_in_a_queue_of_its_own(self):
        assert celery.configuration()["task_routes"] == {"*.render_*": {"queue": celery.RENDER_QUEUE}}
        for module in ("masterplan.versions.files.tasks", "commitments.letters.tasks"):
            tasks = vars(import_module(module)).values()
            names = [task.name for task in tasks if isinstance(task, celery.app.Task)]
            assert names
            assert all(fnmatch(name, "*.render_*") for name in names)


class TestNames:
    """Row 38: what a download is called and how it is opened."""

    def test_no_table_leaves_the_portal_for_a_spreadsheet(self):
        """The first that does writes its cells as text (= + - @ tab CR) and is attacked here."""
        sheets = re.compile(r"csv\.(Dict)?[Ww]riter|openpyxl|text/csv|spreadsheetml")
        assert [name_of(path) for path in python_files(*APPS) if sheets.search(path.read_text())] == []

    def test_no_text_gets_into_a_header(self, hostile):
        client = Client()
        client.force_login(hostile.people["editor"])
        answers = [
            client.get(reverse("masterplan:revision_json", args=[Revision.objects.earliest("number").pk])),
            client.get(reverse("commitments:commitment_slice", args=[Commitment.objects.earliest("pk").pk])),
        ]
        for answer in answers:
            assert answer.status_code == 200
            assert answer["X-Content-Type-Options"] == "nosniff"
            kind, name = answer["Content-Disposition"].split("; filename=")
            assert kind == "attachment"
            assert name.strip('"').replace("-", "").replace(".", "").isalnum()
            json.loads(b"".join(answer) if answer.streaming else answer.content)
