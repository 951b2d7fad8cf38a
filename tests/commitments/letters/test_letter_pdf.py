"""The printed letter: one page for what an office usually promises, more under the same head for more."""

import subprocess

import pytest

from commitments.letters.document import letter_html
from lib.pdf.assets import print_assets
from tests.commitments.letters.test_letter_html import letter
from tests.lib.pdf.laying import lay_out
from tests.masterplan.book.documents import YEARS, document, programme

pytestmark = pytest.mark.needs("pango", "poppler")


def printed(content, folder, office="DLH"):
    rendered, warnings = lay_out(letter_html(letter(office, content)), print_assets())
    assert warnings == []
    path = folder / "letter.pdf"
    path.write_bytes(rendered.content)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
    ).stdout
    return rendered, text.split("\f")[:-1]


def led(count):
    """Programmes of one office as people write them, complete in every year."""
    return [
        programme(
            number,
            name=f"Pengelolaan sampah terpadu di permukiman dan kawasan industri {number}",
            start_year=2027,
            end_year=2036,
            cells=dict.fromkeys(YEARS, ("1250", "12500000000")),
        )
        for number in range(1, count + 1)
    ]


def test_six_programmes_fit_one_page(tmp_path):
    rendered, pages = printed(document(programmes=led(6)), tmp_path)
    assert rendered.pages == 1
    assert "halaman 1 dari 1" in pages[0]
    assert "Nama Pejabat, S.T." in pages[0]


def test_more_programmes_flow_on_under_the_same_table_head(tmp_path):
    rendered, pages = printed(document(programmes=led(20)), tmp_path)
    assert rendered.pages == len(pages) > 1
    for number, page in enumerate(pages[:2], start=1):
        assert "Sebagai penanggung jawab" in page
        assert f"halaman {number} dari {len(pages)}" in page
        assert "7Q2K-9DHM-4TX0-8KV2" in page
    assert "".join(pages).count("P-ENV-19") == 1


@pytest.mark.parametrize("count", [7, 8, 9, 10])
def test_the_signature_block_is_never_torn_from_its_hash(count, tmp_path):
    _, pages = printed(document(programmes=led(count)), tmp_path)
    (last,) = (page for page in pages if "SHA-256" in page)
    assert "Nama Pejabat, S.T." in last
    assert "Kapasitas" in last


def test_a_letter_is_the_same_bytes_every_time(tmp_path):
    first, _ = printed(document(programmes=led(2)), tmp_path)
    second, _ = printed(document(programmes=led(2)), tmp_path)
    assert first.content == second.content
