"""A form of the book is one row of a register: a second one is registered here and nowhere else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from commitments.decisions import services as decisions
from lib.errors import Invalid
from lib.files import storage
from lib.jobs import services as jobs
from masterplan.versions.files import services as files
from masterplan.versions.files.formats import FORMATS, Format, Plain, register
from masterplan.versions.files.models import Export
from tests.lib.rest.client import Api
from tests.structure.sources import ROOT
from tests.web import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(jobs, "ring", lambda task, pk: None)


@pytest.fixture(params=[True, False], ids=["each book", "whole version"])
def form(request: pytest.FixtureRequest) -> Iterator[Format]:
    """Plain text: every title of the document on a line."""
    row = Format(
        "txt",
        "Teks polos",
        "text/plain; charset=utf-8",
        "txt",
        lambda revision, edition: [
            edition["label"],
            *(b["title"] for b in revision.document["books"]),
            *(p["name"] for p in revision.document["programmes"]),
        ],
        lambda lines: Plain("\n".join(lines).encode()),
        per_book=request.param,
    )
    with patch.dict(FORMATS):
        yield register(row)


@pytest.fixture
def editor(world: Any) -> Client:
    return client_of(world.people["editor"])


def version_page(world: Any, client: Client) -> str:
    address = reverse("masterplan:revision_detail", args=[world.revision.pk])
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def order(world: Any, client: Client, form: Format, book: str = "") -> Any:
    address = reverse("commitments:book_request", args=[world.revision.pk])
    return client.post(address, {"format": form.code, "book": book}, follow=True)


def made(world: Any, client: Client, form: Format) -> Export:
    """Ordered on the page, made by the worker."""
    order(world, client, form)
    job = jobs.claim(Export.objects.get(format="txt").job_id or 0)
    assert job is not None
    files.render(job)
    return Export.objects.get(format="txt")


def test_it_is_offered_on_the_page_of_the_version(world: Any, editor: Client, form: Format):
    page = version_page(world, editor)
    assert ("Buat Teks polos" in page, "Buat PDF" in page) == (True, True)
    titles = re.findall(r"<b>([^<]+), Teks polos</b>", page)
    assert ("Semua buku" in titles, len(titles) > 1) == (True, form.per_book)


def test_it_is_ordered_rendered_and_listed(world: Any, editor: Client, form: Format):
    assert "Teks polos Semua buku diminta." in order(world, editor, form).content.decode()
    export = made(world, editor, form)
    text = storage.get(export.sha256).decode().splitlines()
    assert text[0] == export.edition["label"]
    assert world.programme.name in text
    assert (export.format, export.pages, export.size) == ("txt", None, len("\n".join(text).encode()))
    page = version_page(world, editor)
    assert "Unduh Teks polos" in page
    assert reverse("masterplan:export_file", args=[export.pk]) in page


def test_it_is_downloaded_with_its_own_media_type_and_name(world: Any, editor: Client, form: Format):
    export = made(world, editor, form)
    answers = [
        editor.get(reverse("masterplan:export_file", args=[export.pk])),
        Api(world.people["editor"]).get(f"exports/{export.pk}/file/"),
    ]
    for answer in answers:
        assert answer.content == storage.get(export.sha256)
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["Content-Disposition"].endswith('.txt"')


def test_programs_order_it_and_read_how_far_it_is(world: Any, form: Format):
    api = Api(world.people["editor"])
    answer = api.post(f"revisions/{world.revision.pk}/exports/", {"format": "txt"})
    assert (answer.status_code, answer.json()["format"]) == (202, "txt")
    told = api.get(f"exports/{answer.json()['id']}/").json()
    assert (told["format"], told["state"]) == ("txt", "queued")
    assert [row["format"] for row in api.get(f"revisions/{world.revision.pk}/").json()["exports"]] == ["txt"]


def test_an_order_of_another_form_is_another_order(world: Any, form: Format):
    actor = world.people["editor"]
    first, second = (
        decisions.request(world.revision, actor=actor, in_format=code) for code in ("pdf", form.code)
    )
    assert first != second
    assert decisions.request(world.revision, actor=actor, in_format=form.code) == second


def test_one_book_is_had_where_the_form_has_it(world: Any, editor: Client, form: Format):
    answer = order(world, editor, form, book="B1")
    assert (answer.status_code == 200) == form.per_book
    assert Export.objects.filter(format="txt").count() == int(form.per_book)


def test_the_command_writes_it(world: Any, tmp_path: Path, form: Format):
    target = tmp_path / "buku.txt"
    number = str(world.revision.number)
    call_command(
        "export", world.plan.slug, "--revision", number, "--format", "txt", "--out", str(target), verbosity=0
    )
    assert world.programme.name in target.read_text()


@pytest.mark.parametrize("code", ["docx", "json", "", "../pdf"])
def test_what_is_not_in_the_register_or_not_ordered_is_refused(world: Any, code: str):
    before = Export.objects.count()
    with pytest.raises(Invalid, match=r"Yang ada: PDF\."):
        decisions.request(world.revision, actor=world.people["editor"], in_format=code)
    assert Export.objects.count() == before


FOLDERS = ("masterplan", "commitments/decisions", "portal", "templates/masterplan", "templates/portal")
NAMED = re.compile(r"""\bPDF\b|["']pdf["']|application/pdf|\.pdf["']""")


def code_of(path: Path) -> str:
    """Without docstrings and comments."""
    remarks = r'"""(?:(?!""").)*"""|#[^\n]*|\{#.*?#\}'
    return re.sub(remarks, "", path.read_text(), flags=re.DOTALL) if path.suffix in {".py", ".html"} else ""


def test_no_other_file_of_books_names_a_form():
    paths = [path for name in FOLDERS for path in (ROOT / name).rglob("*")]
    named = {str(path.relative_to(ROOT)) for path in paths if NAMED.search(code_of(path))}
    assert named == {"masterplan/versions/files/formats.py"}
