"""A word longer than its column is broken in it; lines that people broke stay lines."""

import re
import subprocess
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from lib.pdf.assets import print_assets
from masterplan.book.book import book_html
from tests.lib.pdf.laying import lay_out
from tests.masterplan.book.documents import commitment, edition, full_document

pytestmark = pytest.mark.needs("pango", "poppler")
CODE = "1.02.02.2.02.0033.12"
FILE = "berkas_rekap_data_sanitasi_desa_2025_semester_2_final_revisi_3_pakai_ini.xlsx"
ADDRESS = (
    "https://satudata.contoh.go.id/dataset/jumlahkepalakeluargamenurutkecamatandanjenissanitasi2025semester2"
)
LINES = ("Hulu: sampah plastik", "Tengah: sampah pasar", "Hilir: eceng gondok")
WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
TOUCH = 0.5  # points by which the boxes of two words may meet


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


def awkward_document():
    content = full_document()
    content["findings"][0] |= {"title": f"Data ada di {ADDRESS}", "root_cause": FILE}
    content["findings"][0]["description"] = "\n".join(LINES)
    content["programmes"][0] |= {"description": f"{FILE}\n" + "\n".join(LINES), "note": "Satu.\nDua."}
    content["programmes"][0]["name"] = f"Angkutan {FILE}"
    old = content["programmes"][0]["code"]
    content["programmes"][0]["code"] = CODE
    for finding in content["findings"]:
        finding["answered_by"] = [CODE if code == old else code for code in finding["answered_by"]]
    return content


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The words of each page, and its width."""
    path: Path = tmp_path_factory.mktemp("long") / "book.pdf"
    html = book_html(awkward_document(), edition(commitments=[commitment("DLH", note="Satu.\nDua.")]))
    path.write_bytes(lay_out(html, print_assets())[0].content)
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True)
    return [
        (float(re.search(r'width="([\d.]+)"', page)[1]), list(map(read, WORD.findall(page))))
        for page in done.stdout.split("<page")[1:]
    ]


def read(found):
    left, top, right, bottom = map(float, found[:4])
    return Word(left, top, right, bottom, found[4])


def overprints(one, other):
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > TOUCH and down > min(one.bottom - one.top, other.bottom - other.top) / 2


def test_no_word_stands_on_another_one(pages):
    for _, words in pages:
        assert [(a.text, b.text) for a, b in combinations(words, 2) if overprints(a, b)] == []


def test_no_word_leaves_its_page(pages):
    for width, words in pages:
        assert [word.text for word in words if word.left < 0 or word.right > width] == []


def test_a_broken_word_is_still_all_there(pages):
    text = "".join(word.text for _, words in pages for word in words)
    for whole in (CODE, FILE, ADDRESS):
        assert whole in text


def test_lines_stay_lines(pages):
    starts = {line.split()[0] for line in LINES}
    for first in starts:
        assert any(word.text == first for _, words in pages for word in words)
    for _, words in pages:
        found = [word for word in words if word.text in starts]
        for group in (found[at : at + 3] for at in range(0, len(found), 3)):
            assert len({word.left for word in group}) == 1
            assert len({word.top for word in group}) == len(group)
