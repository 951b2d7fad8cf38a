"""The book as HTML. No test here asks for the database: the book must not either."""

import re

import pytest

from masterplan.book.book import book_html, chapter_html
from masterplan.book.furniture import cover_ornament, furniture, title_lines
from masterplan.book.numbering import plan
from tests.masterplan.book.documents import (
    YEARS,
    body,
    chapter,
    commitment,
    document,
    edition,
    finding,
    full_document,
    programme,
    section,
)


def words(html):
    """The text of a page, without its tags and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def ids(html):
    return re.findall(r'\sid="([^"]+)"', html)


@pytest.fixture(scope="module")
def html():
    return book_html(full_document(), edition(commitments=[commitment("DLH")]))


def test_the_book_is_the_same_for_the_same_content(html):
    assert book_html(full_document(), edition(commitments=[commitment("DLH")])) == html


def test_parts_stand_in_reading_order(html):
    parts = (
        *("sampul", "versi", "bab-1-0", "daftar-isi", "daftar-tabel", "halaman-1", "bab-1-1", "bab-1-2"),
        *("bab-1-3", "bab-2-1", "bab-2-2", "bab-2-3", "bab-2-4", "bab-3-1"),
        *("lamp-1", "lamp-2", "lamp-3", "lamp-4", "sampul-belakang"),
    )
    found = [name for name in ids(html) if name in parts]
    assert found == list(parts)


def test_no_id_is_given_twice(html):
    assert len(ids(html)) == len(set(ids(html)))


def test_every_inner_reference_leads_somewhere(html):
    assert set(re.findall(r'href="#([^"]+)"', html)) - set(ids(html)) == set()


def test_every_programme_and_finding_has_its_place(html):
    content = full_document()
    wanted = {f"programme-{row['code']}" for row in content["programmes"]}
    wanted |= {f"finding-{row['code']}" for row in content["findings"]}
    wanted |= {
        f"section-{row['code']}" for b in content["books"] for c in b["chapters"] for row in c["sections"]
    }
    assert wanted - set(ids(html)) == set()


def test_without_chapters_the_annexes_still_name_every_programme_and_finding():
    content = {**full_document(), "books": []}
    printed = book_html(content, edition())
    for row in (*content["programmes"], *content["findings"]):
        assert row["code"] in printed
        assert (row.get("name") or row.get("title")) in printed
    assert {"programme-P-ENV-01", "finding-T-001", "finding-T-004", "halaman-1"} <= set(ids(printed))


@pytest.mark.parametrize("table", ["readiness", "gap", "swot", "attendance"])
def test_a_table_without_data_prints_a_quiet_line(table):
    written = section("B1-1-2", "Teks", body=body("Ada isi."))
    books = [
        {
            "code": "B1",
            "title": "Buku 1 - A",
            "chapters": [chapter("I", "Bab", section("B1-1-1", "Kosong", table=table), written)],
        }
    ]
    assert book_html(document(books=books), edition()).count("belum disusun") == 1


def test_a_chapter_without_a_word_says_so_on_its_opener_and_has_no_page_more():
    books = [
        {
            "code": "B1",
            "title": "Buku 1 - A",
            "chapters": [chapter("I", "Bab", section("B1-1-1", "Satu"), section("B1-1-2", "Dua"))],
        }
    ]
    planned = plan(document(books=books), edition())
    printed = chapter_html(planned.books[0].chapters[0], furniture(document(), edition()))
    assert printed.count("belum disusun") == 2
    assert "isi-bab" not in printed
    assert {"section-B1-1-1", "section-B1-1-2"} <= set(ids(printed))


def test_draft_is_said_until_the_version_is_final(html):
    assert "css/draf.css" in html
    assert "DRAF v0.3" in html
    final = book_html(full_document(), edition(is_final=True, final_on="2026-09-29", label="v1.0"))
    assert "draf" not in final.lower()
    assert "ditetapkan Selasa, 29 September 2026" in words(final)


def test_the_reason_for_what_is_missing_is_printed_with_the_final_version():
    final = book_html(full_document(), edition(is_final=True, missing_reason="Dinas menunggu anggaran."))
    assert "Dinas menunggu anggaran." in final


def test_cover_and_version_page_carry_the_whole_hash_in_groups_of_four(html):
    cover, version = html.split('id="versi"')[0], html.split('id="versi"')[1].split("</section>")[0]
    for part in (cover, version):
        shown = re.findall(r"\b[0-9a-f]{4}\b", words(part))
        assert "5e7d19b2" * 8 in "".join(shown)
    assert "c41e 07aa" in words(version)
    assert "M4VX-8TQK-2C7H-9RPW" in version
    assert "portal.example/v" in version


def test_illustrative_data_is_marked_wherever_it_is_printed():
    content = full_document()
    content["masterplan"]["illustrative"] = True
    printed = book_html(content, edition(illustrative=True))
    assert "data ilustrasi" in printed.split('id="versi"')[0]
    assert printed.count("Data ilustrasi.") >= 6
    real = book_html(full_document(), edition())
    assert real.lower().count("data ilustrasi") == 1  # the glossary explains the word


def test_what_a_person_typed_is_never_markup():
    content = document(
        findings=[finding(1, title="<script>alert(1)</script>", description='"><img src=x>')],
        programmes=[programme(1, name="<b>Tebal</b> & 'kutip'")],
    )
    printed = book_html(content, edition())
    assert "<script" not in printed
    assert "<img" not in printed
    assert "&lt;script&gt;" in printed
    assert "&lt;b&gt;Tebal&lt;/b&gt; &amp; &#x27;kutip&#x27;" in printed


def test_years_and_numbers_are_written_as_formal_text_writes_them(html):
    text = words(html)
    assert "2027–2036" in text
    assert "2.027" not in text
    assert "3.113.017" in text
    assert "Rp80.000 juta" in text


def test_the_amount_a_source_names_stands_in_the_list_with_its_note(html):
    listed = words(html.split('id="lamp-3"')[1])
    assert "menurut sumber Rp80.000 juta Anggaran lahan" in listed


def test_targets_from_before_the_plan_are_shown_with_their_year(html):
    assert "Sebelum masterplan, 2025: 10 titik (tercapai)" in words(html)


def test_sums_say_how_much_of_them_is_known(html):
    matrix = words(html.split('class="mx"')[1].split("</table>")[0])
    assert "11 dari 30 terisi" in matrix
    assert "1 dari 20 terisi" in matrix


def test_open_problems_and_unused_strengths_are_worded_apart(html):
    annex = html.split('id="lamp-1"')[1].split('id="lamp-2"')[0]
    assert annex.count("belum ditindaklanjuti") == 2  # the heading and T-002
    assert annex.count("belum dimanfaatkan") == 2  # the heading and T-004


def test_without_commitments_every_office_is_listed_as_not_yet_asked():
    annex = words(book_html(full_document(), edition()).split('id="lamp-2"')[1].split('id="lamp-3"')[0])
    assert "Dinas Lingkungan Hidup 4 0 belum" in annex
    assert "Dinas Komunikasi 0 1 belum" in annex
    assert "0 dari 2 perangkat daerah" in annex


def test_one_book_by_itself_holds_only_its_own_chapters():
    printed = book_html(full_document(), edition(book="B2"))
    assert "bab-2-1" in ids(printed)
    assert not {"bab-1-1", "bab-3-1", "lamp-1"} & set(ids(printed))
    assert set(re.findall(r'href="#([^"]+)"', printed)) - set(ids(printed)) == set()


def test_the_title_is_cut_for_the_cover_with_the_region_on_its_own_line():
    assert title_lines("Masterplan Smart City Kabupaten Contoh", "Kabupaten Contoh") == (
        "Masterplan",
        "Smart City",
        "Kabupaten Contoh",
    )
    assert title_lines("Rencana Induk", "Kota Lain") == ("Rencana", "Induk")
    assert title_lines("Rencana Induk Kota Cerdas Kota Lain", "Kota Lain") == (
        "Rencana Induk Kota",
        "Cerdas",
        "Kota Lain",
    )


def test_the_cloth_of_the_cover_has_a_warp_for_every_year_and_a_weft_for_every_dimension():
    cloth = cover_ornament(YEARS, 6)
    long = [line for line in cloth.strokes if line.role == "warp"]
    wefts = {line.y1 for line in cloth.strokes if line.role in ("weft", "thread") and line.y1 == line.y2}
    assert (len(long), len(wefts)) == (10, 6)
    assert [label.text for label in cloth.labels] == [str(year) for year in YEARS]
