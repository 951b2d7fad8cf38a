"""The printed book, page by page: what a reader finds in the file."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from lib.pdf.assets import print_assets
from masterplan.book.book import book_html
from masterplan.plan.models import Masterplan
from masterplan.versions.document import compile_plan
from tests.lib.pdf.laying import lay_out
from tests.masterplan.book.documents import commitment, edition, full_document

pytestmark = pytest.mark.needs("pango", "poppler")
ROOT = Path(__file__).resolve().parents[3]
FAMILIES = {"Plus-Jakarta-Sans", "Source-Sans-3", "Source-Serif-4"}


def printed(content, of, folder):
    """The rendered book, the path of its file and the warnings of the layout."""
    rendered, warnings = lay_out(book_html(content, of), print_assets())
    path = folder / "book.pdf"
    path.write_bytes(rendered.content)
    return rendered, path, warnings


def ask(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, check=True, text=True).stdout


def words(text):
    return re.sub(r"\s+", " ", text)


def foot(page):
    """The outer ends of the last line: the page number is one of them."""
    line = page.strip().splitlines()[-1].split()
    return line[0], line[-1]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    of = edition(commitments=[commitment("DLH")])
    return printed(full_document(), of, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def pages(book):
    return ask("pdftotext", "-raw", book[1], "-").split("\f")[:-1]


def test_the_layout_has_nothing_to_complain_about(book):
    assert book[2] == []


def test_all_fonts_are_embedded_and_only_those_of_the_project_are_used(book):
    fonts = [line.split() for line in ask("pdffonts", book[1]).splitlines()[2:]]
    names = " ".join(columns[0] for columns in fonts)
    families = set(re.findall(r"[A-Z]{6}\+([A-Za-z]+(?:-[A-Za-z]+)*-(?:Sans|\d))", names))
    assert families == FAMILIES
    assert all(columns[0].partition("+")[2].startswith(tuple(FAMILIES)) for columns in fonts)
    assert all("yes yes yes" in " ".join(columns) for columns in fonts)


@pytest.mark.needs("qpdf")
def test_the_file_is_sound(book):
    assert "No syntax or stream encoding errors found" in ask("qpdf", "--check", book[1])


def test_every_programme_and_finding_can_be_found_as_text(pages):
    text = words(" ".join(pages))
    content = full_document()
    for row in (*content["programmes"], *content["findings"]):
        assert row["code"] in text
        assert (row.get("name") or row.get("title")) in text


def test_the_contents_name_the_pages_where_chapters_begin(book, pages):
    rendered = book[0]
    contents = words(next(page for page in pages if page.startswith("Daftar isi")))
    for anchor, title in (("bab-1-2", "Masalah"), ("bab-2-2", "Aksi"), ("lamp-3", "Daftar program")):
        assert re.search(rf"{title}[ .]+{rendered.anchors[anchor]}\b", contents)


def test_the_printed_number_of_a_page_is_the_one_its_anchors_have(book, pages):
    rendered = book[0]
    first = next(number for number, page in enumerate(pages) if "BAB I\n" in page and "Pendahuluan" in page)
    for anchor in ("bab-1-1", "bab-2-1", "programme-P-ENV-01", "finding-T-001", "lamp-2"):
        page = pages[first + rendered.anchors[anchor] - 1]
        assert str(rendered.anchors[anchor]) in foot(page)


def test_front_matter_is_numbered_in_roman(pages):
    assert "ii" in foot(pages[1])
    assert pages[1].startswith("Lembar versi")


def test_chapters_open_on_a_right_page(book):
    rendered = book[0]
    openers = [number for name, number in rendered.anchors.items() if re.fullmatch(r"bab-\d-[1-9]", name)]
    assert len(openers) == 8
    assert all(number % 2 for number in openers)


def test_the_matrix_stands_on_landscape_pages_and_text_on_portrait(book):
    rendered, path, _ = book
    first = rendered.pages - max(rendered.anchors.values())  # front matter before page 1
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", ask("pdfinfo", "-l", "999", path))
    width, height = map(float, sizes[rendered.anchors["programme-P-ENV-01"] - 1 + first])
    assert width > height
    width, height = map(float, sizes[0])
    assert width < height


def test_a_draft_says_so_on_every_page_that_has_a_foot(pages):
    marked = [page for page in pages if "12 September 2026 · 5e7d 19b2" in page]
    assert len(marked) > 15
    assert all("DRAF v0.3" in page for page in marked)


@pytest.mark.django_db
def test_the_book_of_real_data_holds_every_programme_and_finding(tmp_path):
    call_command("load_region", str(ROOT / "data/bekasi"), verbosity=0)
    content = compile_plan(Masterplan.objects.get(slug="bekasi-2022"))
    rendered, path, warnings = printed(content, edition(), tmp_path)
    text = words(ask("pdftotext", "-raw", path, "-"))
    assert warnings == []
    assert len(content["programmes"]) == 60
    missing = [
        row["code"]
        for row in (*content["programmes"], *content["findings"])
        if f"{row['code']} {row.get('name') or row.get('title')}" not in text
    ]
    assert missing == []
    places = {f"programme-{row['code']}" for row in content["programmes"]}
    places |= {f"finding-{row['code']}" for row in content["findings"]}
    assert places <= rendered.anchors.keys()
