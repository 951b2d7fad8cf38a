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
from masterplan.versions.compare.document import compare
from masterplan.versions.models import SCHEMAS as DOCUMENT_SCHEMAS
from masterplan.versions.models import Revision

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DOCUMENTS = sorted(path for path in SAMPLES.glob("masterplan-*/*.json") if path.suffixes == [".json"])
LETTERS = sorted(SAMPLES.glob("commitment-slice-*/*.letter.json"))


def beside(sample: Path, suffix: str) -> Path:
    """demo.pages.txt beside demo.json or demo.letter.json."""
    return sample.with_name(f"{sample.name.partition('.')[0]}.{suffix}")


def named(sample: Path) -> str:
    return f"{sample.parent.name}-{sample.name.partition('.')[0]}"


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


@pytest.mark.parametrize("sample", DOCUMENTS, ids=named)
def test_a_frozen_document_has_the_hash_that_its_book_names(sample):
    text = sample.read_text()
    assert canonical.sha256(text) == loaded(beside(sample, "edition.json"))["sha256"]
    assert canonical.canonical(json.loads(text)) == text


@pytest.mark.needs("pango", "poppler")
@pytest.mark.parametrize("sample", DOCUMENTS, ids=named)
def test_a_frozen_document_prints_page_by_page_as_on_its_day(sample, tmp_path):
    revision = Revision(content=sample.read_text())
    html = book_html(revision.document, loaded(beside(sample, "edition.json")))
    assert printed(html, tmp_path) == words(beside(sample, "pages.txt").read_text())


def test_the_same_demo_in_two_schemas_compares_row_by_row():
    older, newer = (Revision(content=path.read_text()).document for path in DOCUMENTS if path.stem == "demo")
    assert {change.code for change in compare(older, newer)} == {"P-SOC-04", "P-ENV-01"}
    assert compare(older, older) == []


@pytest.mark.parametrize("sample", LETTERS, ids=named)
def test_a_signed_slice_follows_from_its_document(sample):
    letter = loaded(sample)
    text = beside(sample, "json").read_text()
    sha256 = loaded(beside(sample, "signature.json"))["slice_sha256"]
    assert canonical.sha256(text) == letter["slice_sha256"] == sha256
    slice_ = letter["slice"]
    source = SAMPLES / sample.parent.name.replace("commitment-slice", "masterplan") / "demo.json"
    document = DOCUMENT_SCHEMAS.upgrade(loaded(source))
    pledge = {slice_["pledge"]: slice_["statement"]}
    now = slice_of(document, slice_["opd"]["code"], pledge, slice_["schema"])
    assert canonical.canonical(now) == text


@pytest.mark.needs("pango", "poppler")
@pytest.mark.parametrize("sample", LETTERS, ids=named)
def test_a_signed_letter_prints_as_on_its_day(sample, tmp_path):
    html = letter_html(loaded(sample))
    assert printed(html, tmp_path) == words(beside(sample, "pages.txt").read_text())
