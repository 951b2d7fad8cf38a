"""Books, chapters and sections as rows, and the masterplan beside them."""

import re

import pytest

from lib.tables.problems import ImportErrors
from masterplan.sections.body.schema import check_body, plain_text
from portal.regions.folder import read_region
from tests.region_folder import part, without, write_region

SECTION = "books.0.chapters.1.sections.0"


@pytest.fixture
def folder(tmp_path):
    def folder(**parts):
        return read_region(write_region(tmp_path, **parts))

    return folder


@pytest.fixture
def section(folder):
    def section(name, value):
        book = folder(sections=part(f"{SECTION}.{name}", value)).books[0]
        return book.chapters[1].sections[0]

    return section


def test_chapters_without_a_number_have_none(folder):
    (book,) = folder().books
    assert [(chapter.number, chapter.order) for chapter in book.chapters] == [
        ("", 1),
        ("I", 2),
        ("II", 3),
        ("", 4),
    ]
    assert book.chapters[2].sections[0].table == "findings"


def test_paragraphs_become_a_body_whose_ids_depend_on_code_and_place_alone(folder, section):
    body = folder().books[0].chapters[1].sections[0].body
    check_body(body)
    assert plain_text(body) == "Teluk Damai memiliki tiga muara.\nSeluruh desa tersambung."
    ids = [block["attrs"]["id"] for block in body["content"]]
    changed = section("paragraphs", ["Lain sekali.", "Seluruh desa tersambung.", "Baru."]).body
    assert [block["attrs"]["id"] for block in changed["content"]][:2] == ids
    assert all(re.fullmatch("[0-9a-f]{8}", block["attrs"]["id"]) for block in changed["content"])


def test_signs_in_a_paragraph_are_signs(section):
    body = section("paragraphs", ["# 5 * 3 **bukan** tebal"]).body
    assert body["content"][0]["content"] == [{"type": "text", "text": "# 5 * 3 **bukan** tebal"}]


@pytest.mark.parametrize("paragraphs", [[], None])
def test_a_section_without_paragraphs_has_no_body(section, paragraphs):
    assert section("paragraphs", paragraphs).body is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (1273.88, "1273.88"),
        (3113017, "3113017"),
        ("5,21", "5.21"),
        (1.60, "1.6"),
        (0.373, "0.373"),
        (-2.5, "-2.5"),
    ],
)
def test_a_figure_is_a_decimal_in_plain_notation(section, written, value):
    figure = {"label": "Muara", "value": written, "unit": "muara", "year": None, "source_url": None}
    assert section("figures", [figure]).figures[0].value == value


def test_a_body_that_is_too_long_is_refused_where_it_stands(tmp_path):
    many = part(f"{SECTION}.paragraphs", ["x"] * 1001)
    with pytest.raises(ImportErrors, match="naskah berisi lebih dari 1000 blok"):
        read_region(write_region(tmp_path, sections=many))


def test_the_masterplan_of_another_region(folder):
    plan = folder().masterplan
    assert (plan.slug, plan.base_year, plan.valid_from, plan.valid_to) == (
        "teluk-damai-2025",
        2025,
        2026,
        2035,
    )
    assert plan.vision is None
    assert plan.keywords == ()


def test_optional_parts_of_the_masterplan_may_be_absent(tmp_path):
    plan = read_region(write_region(tmp_path, cycle=without("masterplan.vision"))).masterplan
    assert plan.vision is None
