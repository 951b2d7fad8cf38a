"""The letter as HTML: a pure function of what was fixed at issue; no test here asks for the database."""

import re

import pytest

from commitments.letters.document import letter_html, slice_of
from tests.masterplan.book.documents import YEARS, full_document, money_row, programme
from tests.place import ROOT

STATEMENTS = {"programmes": "berkomitmen melaksanakan program.", "general": "mendukung masterplan."}
HOLDER = {
    "name": "Nama Pejabat, S.T.",
    "nip": "19700101 199503 1 001",
    "rank": "Pembina, IV/a",
    "capacity": "plt",
    "capacity_label": "Plt.",
    "title": "Plt. Kepala Dinas Lingkungan Hidup",
}


def letter(office="DLH", content=None, **values):
    content = content or full_document()
    made = {
        "slice": slice_of(content, office, STATEMENTS),
        "revision": {"label": "v0.3", "frozen_at": "2026-09-12T16:05:00+07:00", "sha256": "a" * 64},
        "region": content["region"],
        "ministry": content["cycle"]["ministry"],
        "illustrative": False,
        "number": "001/KOM-SC/IX/2026",
        "issued_on": "2026-09-28",
        "token": "7Q2K-9DHM-4TX0-8KV2",
        "verify_url": "HTTPS://PORTAL.EXAMPLE/V/7Q2K-9DHM-4TX0-8KV2",
        "slice_sha256": "c41e07aa92f3b86d" * 4,
        "holder": HOLDER,
        "opening": "Yang bertanda tangan di bawah ini menyatakan:",
        "statement": "berkomitmen melaksanakan program.",
        "closing": "Demikian pernyataan ini dibuat.",
        "funds": {"APBD": "APBD Kabupaten"},
    }
    return {**made, **values}


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_letter_of_a_lead_office_shows_every_year_of_target_and_rupiah():
    text = words(letter_html(letter()))
    for row in slice_of(full_document(), "DLH", STATEMENTS)["lead"]:
        assert f"{row['code']} {row['name']}" in text
    for year in YEARS:
        assert str(year) in text
    assert "7 8 9 10 11 12 13 14 15 16" in text
    assert "25.300" in text
    assert "(2027–2036; dana APBD Kabupaten)" in text


def test_the_signature_stands_on_the_page_of_the_closing_words():
    html = letter_html(letter())
    end = html.index('class="penutup-surat"')
    assert end < html.index("Demikian pernyataan ini dibuat.") < html.index('class="akhir-surat"')
    rules = (ROOT / "static/book/css/letters.css").read_text()
    assert ".penutup-surat { break-inside: avoid; }" in rules


def test_the_sum_of_a_letter_says_how_much_is_known():
    assert "(11 dari 30 terisi)" in words(letter_html(letter()))


def test_a_supporting_office_promises_its_role_and_no_numbers():
    content = full_document()
    content["programmes"][1]["money"] = [money_row(2028, "123000000")]
    text = words(letter_html(letter("KOMINFO", content)))
    assert "P-GOV-02 Program nomor 2 Dlh" in text
    assert "Pagu indikatif" not in text
    assert " 123 " not in text


def test_an_office_without_a_programme_makes_the_general_pledge():
    content = {**full_document(), "programmes": []}
    html = letter_html(letter("KOMINFO", content))
    assert "mendukung masterplan." in html
    assert "<thead" not in html


def test_a_statement_of_several_lines_becomes_a_list():
    made = letter()
    made["slice"]["statement"] = "melaksanakan program;\nmenyiapkan sarana.\n"
    html = letter_html(made)
    assert re.findall(r"<li>\s*(.*?)\s*</li>", html) == ["melaksanakan program;", "menyiapkan sarana."]


def test_what_is_printed_as_promised_is_what_the_slice_says():
    html = letter_html(letter(statement="kalimat lain yang tidak ditandatangani"))
    assert "berkomitmen melaksanakan program." in html
    assert "kalimat lain" not in html


def test_an_unsigned_letter_says_where_the_signature_can_be_checked():
    text = words(letter_html(letter()))
    assert "Untuk ditandatangani secara elektronik (TTE tidak tersertifikasi)" in text
    assert "Ditandatangani" not in text
    assert "Status tanda tangan: periksa di portal.example/v" in text
    assert "Kode verifikasi 7Q2K-9DHM-4TX0-8KV2" in text


def test_the_signatory_is_named_with_office_rank_number_and_capacity():
    text = words(letter_html(letter()))
    assert "Plt. Kepala Dinas Lingkungan Hidup," in text
    assert "Nama Pejabat, S.T. Pembina, IV/a; NIP 19700101 199503 1 001" in text
    assert "Kapasitas: pelaksana tugas" in text


def test_a_vacant_office_is_said_and_nobody_is_named():
    text = words(letter_html(letter(holder=None)))
    assert "Jabatan kosong" in text
    assert "belum dapat ditandatangani" in text
    assert "Kepala Dinas Lingkungan Hidup," in text
    assert "NIP" not in text
    assert "Untuk ditandatangani" not in text


def test_place_date_number_and_the_hash_of_the_slice_are_printed():
    text = words(letter_html(letter()))
    assert "Kota Contoh, 28 September 2026" in text
    assert "Nomor 001/KOM-SC/IX/2026" in text
    assert text.count("c41e 07aa 92f3 b86d") == 4


@pytest.mark.parametrize(("illustrative", "marks"), [(True, 1), (False, 0)])
def test_illustrative_data_is_marked_at_the_foot(illustrative, marks):
    assert letter_html(letter(illustrative=illustrative)).count("data ilustrasi") == marks


def test_what_a_person_typed_is_never_markup():
    content = full_document()
    content["programmes"][0] = programme(1, name="<img src=x>")
    html = letter_html(letter(content=content))
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
