"""Numbers and places are decided once, in reading order."""

from masterplan.book.numbering import book_title, plan, verify_base
from tests.masterplan.book.documents import chapter, document, edition, figure, full_document, section


def captions(planned):
    return {caption.label: caption.title for caption in planned.captions}


def test_tables_are_numbered_by_book_chapter_and_position():
    planned = plan(full_document(), edition())
    labels = captions(planned)
    assert labels["Tabel 1.1.1"] == "Angka kunci: Latar"
    assert labels["Tabel 1.2.1"] == "Permasalahan, penyebab dan bukti"
    assert labels["Tabel 1.2.2"] == "Keunggulan daerah"
    assert labels["Tabel 2.2.1"] == "Matriks program"
    assert labels["Gambar 2.3.1"] == "Peta jalan Smart Governance"


def test_the_number_of_a_chapter_is_its_roman_one_not_its_place():
    book = {
        "code": "B1",
        "title": "Buku 1 - A",
        "chapters": [chapter("IV", "Angka", section("B1-4-1", "Angka", figures=[figure()]))],
    }
    assert "Tabel 1.4.1" in captions(plan(document(books=[book]), edition()))


def test_a_table_without_rows_takes_no_number():
    labels = captions(plan(document(), edition()))
    assert "Matriks program" not in labels.values()
    assert all(not label.startswith("Gambar") for label in labels)


def test_text_stands_in_place_of_a_table_without_rows():
    body = {"type": "doc", "content": []}
    rows = section("B1-2-1", "SWOT", table="swot", body=body)
    book = {"code": "B1", "title": "Buku 1 - A", "chapters": [chapter("II", "Analisis", rows)]}
    (planned,) = plan(document(books=[book]), edition()).sections
    assert (planned.block, planned.body, planned.written) == (None, body, True)


def test_chapters_without_number_at_the_start_are_front_matter():
    planned = plan(full_document(), edition())
    assert [chapter.title for chapter in planned.front] == ["Kata Pengantar"]
    assert [chapter.roman for chapter in planned.books[0].chapters] == ["I", "II", "III"]


def test_one_book_by_itself_keeps_its_numbers_and_has_no_annexes():
    planned = plan(full_document(), edition(book="B2"))
    assert [book.code for book in planned.books] == ["B2"]
    assert planned.annexes == ()
    assert "Tabel 2.2.1" in captions(planned)


def test_only_the_first_table_of_programmes_carries_their_places():
    content = full_document()
    again = section("B3-1-9", "Sekali Lagi", table="programmes")
    content["books"][2]["chapters"].append(chapter("II", "Lagi", again))
    planned = plan(content, edition())
    holders = [row.code for row in planned.sections if row.anchored and row.table == "programmes"]
    assert holders == ["B2-2-1"]


def test_the_second_roadmap_is_the_short_one_also_in_a_book_by_itself():
    joint, alone = (
        {row.code: row.table for row in plan(full_document(), edition(book=book)).sections}
        for book in (None, "B3")
    )
    assert joint["B2-3-1"] == "roadmap"
    assert joint["B3-1-2"] == alone["B3-1-2"] == "activity"


def test_the_title_of_a_book_is_cut_into_label_and_name():
    assert book_title("Buku 1 - Analisis Strategis", 1) == ("Buku 1", "Analisis Strategis")
    assert book_title("Buku II – Masterplan", 2) == ("Buku II", "Masterplan")
    assert book_title("Ringkasan", 3) == ("Buku 3", "Ringkasan")


def test_codes_of_letters_are_looked_up_where_the_edition_is():
    assert verify_base(edition()) == "HTTPS://PORTAL.EXAMPLE/V/"
    assert verify_base(edition(verify_url="")) == ""
