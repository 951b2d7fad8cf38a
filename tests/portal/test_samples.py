"""Documents that were frozen earlier stay readable for ever: each sample prints and promises as on its day.

The folder of a sample is named after its schema. No file in it is ever changed or made anew; a new schema
adds a folder.
"""

import json
import re
import subprocess
from pathlib import Path

import pytest

from commitments.letters.document import letter_html, slice_of
from commitments.letters.models import SCHEMAS as SLICE_SCHEMAS
from lib.pdf.process import render
from lib.text import canonical
from masterplan.book.book import book_html
from masterplan.versions.models import SCHEMAS as DOCUMENT_SCHEMAS
from masterplan.versions.models import Revision

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DOCUMENTS, SLICES = SAMPLES / "masterplan-1", SAMPLES / "commitment-slice-1"


@pytest.mark.parametrize("schemas", [DOCUMENT_SCHEMAS, SLICE_SCHEMAS], ids=lambda schemas: schemas.newest)
def test_every_schema_has_its_sample_and_its_way_to_the_newest(schemas):
    kind = schemas.newest.partition("/")[0]
    assert {folder.name for folder in SAMPLES.glob(f"{kind}-*")} == {
        schema.replace("/", "-") for schema in schemas.all
    }


def loaded(path):
    return json.loads(path.read_text())


def printed(html, folder):
    """The text of each page, with one space where the page has any."""
    path = folder / "printed.pdf"
    path.write_bytes(render(html).content)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    return words(text)


def words(text):
    return [re.sub(r"\s+", " ", page) for page in text.split("\f")]


@pytest.mark.parametrize("name", ["demo", "bekasi"])
def test_a_frozen_document_has_the_hash_that_its_book_names(name):
    text = (DOCUMENTS / f"{name}.json").read_text()
    assert canonical.sha256(text) == loaded(DOCUMENTS / f"{name}.edition.json")["sha256"]
    assert canonical.canonical(json.loads(text)) == text


@pytest.mark.needs("pango", "poppler")
@pytest.mark.parametrize("name", ["demo", "bekasi"])
def test_a_frozen_document_prints_page_by_page_as_on_its_day(name, tmp_path):
    revision = Revision(content=(DOCUMENTS / f"{name}.json").read_text())
    html = book_html(revision.document, loaded(DOCUMENTS / f"{name}.edition.json"))
    assert printed(html, tmp_path) == words((DOCUMENTS / f"{name}.pages.txt").read_text())


def test_a_signed_slice_follows_from_its_document():
    letter = loaded(SLICES / "disdik.letter.json")
    text = (SLICES / "disdik.json").read_text()
    sha256 = loaded(SLICES / "disdik.signature.json")["slice_sha256"]
    assert canonical.sha256(text) == letter["slice_sha256"] == sha256
    pledge = {letter["slice"]["pledge"]: letter["slice"]["statement"]}
    document = loaded(DOCUMENTS / "demo.json")
    assert canonical.canonical(slice_of(document, "DISDIK", pledge)) == text


@pytest.mark.needs("pango", "poppler")
def test_a_signed_letter_prints_as_on_its_day(tmp_path):
    html = letter_html(loaded(SLICES / "disdik.letter.json"))
    assert printed(html, tmp_path) == words((SLICES / "disdik.pages.txt").read_text())
