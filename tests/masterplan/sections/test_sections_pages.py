"""The tree of the books, the reading page of a living section, and its plain form."""

import re

import pytest
from django.urls import reverse

from lib.access import SYSTEM
from masterplan.book.blocks import TABLES
from masterplan.sections import services as sections
from masterplan.sections.body.text import text_from_body
from masterplan.sections.models import Book, Chapter, Section, SectionState
from opd.accounts.roles import Role
from tests.masterplan import factories
from tests.opd import factories as opd
from tests.pages import stored_text

TREE = "/sections/"


def url(section, act="detail"):
    return reverse(f"masterplan:section_{act}", args=[section.pk])


def page_of(desk, address, person=None, **query):
    answer = desk.sign_in(person).get(address, query)
    assert answer.status_code == 200
    return tight(answer)


def tight(answer):
    """The page without the white space templates leave before a tag."""
    return re.sub(r"\s+<", "<", answer.content.decode())


def shown(desk, person=None, **query):
    books = desk.sign_in(person).get(TREE, query).context["books"]
    return [row.title for book in books for row in book.rows]


@pytest.fixture
def states(desk):
    return [
        desk.section(title="Kosong", body=None),
        desk.section(title="Ditulis", assigned_opd=desk.own),
        desk.section(title="Selesai", is_ready=True),
        desk.section(title="Tabel", kind="table", table="programmes", body=None),
    ]


def test_the_tree_says_where_each_section_stands(desk, states):
    page = page_of(desk, TREE)
    assert "1 buku, 4 bagian" in page
    assert "<b>1 siap</b>, 1 sedang ditulis, 1 belum disusun, 1 tabel hidup" in page
    assert "BAB I Pendahuluan" in page
    places = [
        page.index(text) for text in (">Kosong<", ">Belum disusun<", ">Ditulis<", ">Selesai<", ">Siap<")
    ]
    assert places[0] < places[2] < places[3]
    assert "8 kata" in page


def test_tabs_filter_by_state(desk, states):
    assert shown(desk) == ["Kosong", "Ditulis", "Selesai", "Tabel"]
    assert shown(desk, state="empty") == ["Kosong"]
    assert shown(desk, state="writing") == ["Ditulis"]
    assert shown(desk, state="ready") == ["Selesai"]
    assert shown(desk, state="table") == ["Tabel"]
    assert shown(desk, state="apa saja") == shown(desk)


def test_an_operator_finds_what_is_assigned_to_the_own_office(desk, states):
    assert shown(desk, desk.operator, state="mine") == ["Ditulis"]
    assert "Ditugaskan kepada OPD saya" in page_of(desk, TREE, desk.operator)
    assert "Ditugaskan kepada OPD saya" not in page_of(desk, TREE)


def test_an_empty_state_says_so(desk, states):
    states[2].delete()
    assert "Tidak ada bagian dalam keadaan ini" in page_of(desk, TREE, state="ready")


def test_a_plan_without_books_says_what_to_do(desk):
    assert "Susunan buku belum dimuat" in page_of(desk, TREE)


def test_the_living_text_is_not_for_heads(desk, states):
    client = desk.sign_in(desk.head)
    assert client.get(TREE).status_code == 404
    assert client.get(url(states[1])).status_code == 404


def test_the_reading_page_shows_prose_figures_and_the_neighbours(desk):
    before, one, after = (
        desk.section(title="Sebelum"),
        desk.section(title="Ini"),
        desk.section(title="Sesudah"),
    )
    text = "# Sungai\n\nTeks **tebal** dan *miring*.\n\n- satu\n- dua\n\n1. pertama"
    form = {"text": text, "version": "1"}
    desk.sign_in().post(url(one, "edit"), form)
    one.refresh_from_db()
    one.figures = [
        {"label": "Panjang", "value": "12.5", "unit": "km", "year": 2022, "source_url": "https://contoh.id/a"}
    ]
    one.save()
    page = page_of(desk, url(one))
    for part in ("1. Sungai</h3>", "<strong>tebal</strong>", "<em>miring</em>", "<li>satu</li>", "<ol>"):
        assert part in page
    for part in ("12,5", "2022", 'href="https://contoh.id/a"', "contoh.id"):
        assert part in page
    assert url(before) in page
    assert url(after) in page
    assert "8 kata, 1 menit" in page
    assert '<a href="#teks-1">1. Sungai</a>' in page


def test_neighbours_go_across_chapters_and_books(desk):
    first = desk.section(title="Akhir Buku 1")
    book = Book.objects.create(masterplan=desk.plan, code="B2", order=2, title="Buku 2 - Masterplan")
    chapter = Chapter.objects.create(book=book, order=1, number="", title="Kata Pengantar")
    second = Section.objects.create(chapter=chapter, code="B2-0-1", order=1, title="Awal Buku 2")
    assert url(second) in page_of(desk, url(first))
    page = page_of(desk, url(second))
    assert "Buku 2 Masterplan, Kata Pengantar" in page
    assert "Belum disusun" in page


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("is_filled", [True, False])
def test_every_live_table_can_be_read(desk, table, is_filled):
    if is_filled:
        one = desk.programme(cells={2027: ("6", 2_100), 2024: ("1", None)}, quick_win=True)
        one.findings.add(desk.finding())
        desk.finding(kind="keunggulan")
        desk.programme(start_year=2028, end_year=2029)
        desk.plan.keywords = [{"letter": "B", "keyword": "Berdaya"}]
        desk.plan.vision = "Bekasi berdaya"
        desk.plan.save()
    first = desk.section(kind="table", table=table, body=None)
    again = desk.section(kind="table", table=table, body=None)
    assert "Tabel hidup" in page_of(desk, url(first))
    page = page_of(desk, url(again))
    assert "Tabel hidup" in page
    assert "Ubah teks" not in page


@pytest.mark.parametrize("table", ["readiness", "swot", "gap", "attendance"])
def test_a_table_whose_rows_nobody_collects_yet_carries_text(desk, table):
    one = desk.section(kind="table", table=table, body=None)
    assert "Tulis teks" in page_of(desk, url(one))
    sent = {"text": "Kekuatan: jaringan sampai kelurahan.", "version": "1"}
    assert desk.sign_in().post(url(one, "edit"), sent).status_code == 302
    page = page_of(desk, url(one))
    assert "jaringan sampai kelurahan" in page
    assert "belum disusun" not in page.lower()
    one.refresh_from_db()
    assert one.state == SectionState.WRITING


def test_a_live_table_has_the_number_it_has_in_the_book(desk):
    desk.programme()
    desk.section()
    page = page_of(desk, url(desk.section(kind="table", table="programmes", body=None)))
    assert "Tabel 1.1.1 Matriks program" in page


def test_a_live_table_cannot_be_written(desk):
    one = desk.section(kind="table", table="programmes", body=None)
    client = desk.sign_in()
    assert client.get(url(one, "edit")).status_code == 409
    assert client.post(url(one, "edit"), {"text": "Teks", "version": "1"}).status_code == 409
    assert client.post(url(one, "ready"), {"ready": "1", "version": "1"}).status_code == 409


def test_a_saved_text_is_shown_as_it_reads(desk):
    one = desk.section(body=None)
    client = desk.sign_in()
    page = client.get(url(one, "edit")).content.decode()
    assert f'data-draft="section:{one.pk}"' in page
    answer = client.post(
        url(one, "edit"), {"text": "Alinea satu.\r\n\r\nAlinea dua.", "version": "1"}, follow=True
    )
    page = tight(answer)
    assert "Tersimpan " in page
    assert f'data-saved="section:{one.pk}"' in page
    assert "<p>Alinea dua.</p>" in page
    one.refresh_from_db()
    assert (one.version, one.edited_by) == (2, desk.editor)
    assert "Alinea satu.\n\nAlinea dua." in client.get(url(one, "edit")).content.decode()


def test_a_saved_text_says_which_letters_the_book_cannot_print(desk):
    one = desk.section(body=None)
    text = "\u2068Ibu Ratna\u2069 menilai \u2265 5.\n\uf0b7 \U0001f468\u200d\U0001f469 keluarga"
    answer = desk.sign_in().post(url(one, "edit"), {"text": text, "version": "1"}, follow=True)
    page = tight(answer)
    assert "tanda yang tidak terlihat dihapus (U+2068, U+2069)" in page
    boxes = "\u2265 (U+2265), \U0001f468 (U+1F468), \U0001f469 (U+1F469)"
    assert f"di sana menjadi kotak kosong: {boxes}." in page
    one.refresh_from_db()
    assert text_from_body(one.body) == (
        "Ibu Ratna menilai \u2265 5.\n\n- \U0001f468\u200d\U0001f469 keluarga"
    )


def test_a_letter_that_was_lost_on_the_way_is_refused_and_the_text_kept_as_typed(desk):
    one = desk.section(body=None)
    answer = desk.sign_in().post(url(one, "edit"), {"text": "Layanan \ufffd air", "version": "1"})
    assert answer.status_code == 400
    assert "huruf yang rusak (U+FFFD); ketik ulang katanya" in tight(answer)
    assert "Layanan \ufffd air" in tight(answer)


def test_blocks_keep_their_ids_when_another_one_changes(desk):
    one = desk.section()
    client = desk.sign_in()
    client.post(url(one, "edit"), {"text": f"{text_from_body(one.body)}\n\nBaru.", "version": "1"})
    one.refresh_from_db()
    assert one.body["content"][0]["attrs"]["id"] == "aaaa0001"


def test_somebody_elses_save_in_between_shows_both_texts_and_can_be_sent_from_there(desk):
    one = desk.section()
    client = desk.sign_in()
    client.post(url(one, "edit"), {"text": "Punya orang lain.", "version": "1"})
    answer = client.post(url(one, "edit"), {"text": "Punyaku.", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Punya orang lain." in stored_text(page)
    assert 'name="text"' in page
    assert 'name="version" value="2"' in page
    assert client.post(url(one, "edit"), {"text": "Gabungan.", "version": "2"}).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_a_missing_or_strange_version_is_refused_like_a_stale_one(desk, version):
    one = desk.section()
    assert desk.sign_in().post(url(one, "edit"), {"text": "Teks", "version": version}).status_code == 409


def test_a_text_that_is_too_long_is_refused_and_kept(desk):
    one = desk.section()
    long = "kata " * 45_000
    answer = desk.sign_in().post(url(one, "edit"), {"text": long, "version": "1"})
    assert answer.status_code == 400
    assert "lebih panjang dari 200000 huruf" in answer.content.decode()
    assert "kata kata kata" in answer.content.decode()


def test_markup_of_a_stranger_is_text(desk):
    one = desk.section()
    client = desk.sign_in()
    client.post(url(one, "edit"), {"text": "<script>alert(1)</script> & <b>x</b>", "version": "1"})
    page = page_of(desk, url(one))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;" in page


def test_the_mark_is_set_by_the_writer_and_cleared_by_a_change(desk):
    one = desk.section(assigned_opd=desk.own)
    client = desk.sign_in(desk.operator)
    assert "Tandai siap" in client.get(url(one)).content.decode()
    page = client.post(url(one, "ready"), {"ready": "1", "version": "1"}, follow=True).content.decode()
    assert "Cabut tanda siap" in page
    assert client.post(url(one, "ready"), {"ready": "0", "version": "1"}).status_code == 409
    sections.write(one, actor=SYSTEM, body=None, expected_version=2)
    one.refresh_from_db()
    assert (one.is_ready, one.state) == (False, "empty")
    assert "Tandai siap" not in client.get(url(one)).content.decode()


def test_readers_and_other_offices_write_nothing(desk):
    one = desk.section(assigned_opd=desk.own)
    people = [opd.user(role, desk.region) for role in (Role.ADMIN, Role.LEADER, Role.FACILITATOR)]
    for person in [*people, opd.user(Role.OPERATOR, desk.other)]:
        client = desk.sign_in(person)
        assert "Ubah teks" not in client.get(url(one)).content.decode()
        assert client.get(url(one, "edit")).status_code == 403
        assert client.post(url(one, "edit"), {"text": "x", "version": "1"}).status_code == 403
        assert client.post(url(one, "ready"), {"ready": "1", "version": "1"}).status_code == 403


def test_the_page_in_the_printed_book_is_named(desk):
    one = desk.section()
    factories.export(factories.frozen(desk.plan), sha256="a" * 64, page_map={f"section-{one.code}": 38})
    assert "halaman 38 menurut v0.1" in page_of(desk, url(one))


@pytest.mark.parametrize("size", [2, 20])
def test_tree_and_pages_cost_the_same_queries_for_2_and_20_sections(
    desk, size, django_assert_max_num_queries
):
    for _ in range(size):
        one = desk.section()
        desk.programme()
    table = desk.section(kind="table", table="programmes", body=None)
    client = desk.sign_in()
    with django_assert_max_num_queries(8):
        client.get(TREE)
    with django_assert_max_num_queries(10):
        client.get(url(one))
    with django_assert_max_num_queries(20):
        client.get(url(table))
    with django_assert_max_num_queries(8):
        client.get(url(one, "edit"))
