from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.tables import values


@pytest.mark.parametrize("written", ["2022", " 1900 ", "2200"])
def test_a_year(written):
    assert values.parse_year(written) == int(written)


@pytest.mark.parametrize("written", ["1899", "2201", "22", "2022.0", "٢٠٢٢", "dua ribu"])
def test_no_year(written):
    with pytest.raises(ValueError, match="bukan tahun"):
        values.parse_year(written)


def test_a_date_is_iso_and_nothing_else():
    assert values.parse_date("2022-09-30") == date(2022, 9, 30)
    assert values.parse_date("1633-09-14", first_year=1000) == date(1633, 9, 14)
    for written in ("20220930", "2022-W39-5", "30-09-2022", "2022-9-30", "1633-09-14", "2022-09-30T00:00"):
        with pytest.raises(ValueError, match="bukan tanggal"):
            values.parse_date(written)
    with pytest.raises(ValueError, match="tidak ada dalam penanggalan"):
        values.parse_date("2023-02-29")


def test_text_is_nfc_stripped_and_of_one_line_unless_lines_are_wanted():
    written = " \u00a0Cafe\u0301 di\r\n  tepi\tpantai \u00a0"
    assert values.parse_text(written, 50) == "Caf\u00e9 di tepi pantai"
    assert values.parse_text(written, 50, lines=True) == "Caf\u00e9 di\ntepi pantai"


def test_a_non_breaking_space_inside_and_dashes_stay():
    assert (
        values.parse_text("Rp\u00a02 \u2013 3 miliar \u2014 lebih", 50)
        == "Rp\u00a02 \u2013 3 miliar \u2014 lebih"
    )


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x7f", "\x84", "\u202a", "\u202e", "\ud800", "\uffff"])
def test_what_nobody_meant_is_refused(letter):
    with pytest.raises(ValueError, match=f"U\\+{ord(letter):04X}"):
        values.parse_text(f"Dinas{letter}Sosial", 50)


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u2068(Ibu Ratna\u2069): setuju", "(Ibu Ratna): setuju"),
        ("Taman\ufeff bacaan", "Taman bacaan"),
        ("Peng\u00adelolaan\u200b\u200e\u200f", "Pengelolaan"),
        ("Kampung \u200d ceria", "Kampung  ceria"),
        (f"Kampung {FAMILY} ceria", f"Kampung {FAMILY} ceria"),
        ("\U0001f469\u200d\u2695\ufe0f", "\U0001f469\u200d\u2695\ufe0f"),
        (f"{FAMILY}\u200d", FAMILY),
        ("\uf0b7 Kampung ceria", "Kampung ceria"),
        ("\uf0a7\tSatu\n \uf0d8\u00a0 Dua", "Satu Dua"),
        ("Satu\x0bDua\x85Tiga", "Satu Dua Tiga"),
    ],
)
def test_marks_nobody_sees_and_bullets_of_a_word_processor_go(written, read):
    assert values.parse_text(written, 50) == read


def test_in_prose_such_bullets_become_bullets():
    assert (
        values.parse_text("Isi:\n\uf0b7\tsatu\n  \uf0a7 dua", 50, lines=True)
        == "Isi:\n\u2022 satu\n\u2022 dua"
    )


def test_a_letter_that_a_program_lost_is_refused_as_such():
    with pytest.raises(ValueError, match="huruf yang rusak"):
        values.parse_text("Layanan \ufffd air", 50)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "#REF!",
            "#N/A",
            "#VALUE!",
            "#DIV/0!",
            "#NAME?",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#####",
            " Err:502 ",
        ),
        *("DLH;#REF!", "2027=#DIV/0!"),
    ],
)
def test_the_sign_of_a_broken_formula_is_refused_by_name(cell):
    with pytest.raises(ValueError, match=r"galat lembar kerja \s*(#|Err:502)"):
        values.refuse_cell_error(cell)


@pytest.mark.parametrize(
    "cell", ["#1 di Jawa Barat", "# judul", "##", "Error: tidak ada", "Program #N", "N/A"]
)
def test_other_texts_with_such_signs_are_texts(cell):
    values.refuse_cell_error(cell)


@given(st.text(max_size=200) | st.text("a \n\u200d\U0001f468\ufe0f\uf0b7\u00a0\u200b", max_size=20))
def test_a_read_text_reads_the_same_again(text):
    try:
        once = values.parse_text(text, 500)
    except ValueError:
        return
    assert values.parse_text(once, 500) == once


def test_a_quoted_value_is_short_and_of_one_line():
    assert values.quoted("a\nb\x00") == "“a b\ufffd”"
    assert len(values.quoted("x" * 500)) == 42


@pytest.mark.parametrize(
    ("cell", "items"),
    [("a;b", ["a", "b"]), (" a ;; b; ", ["a", "b"]), (";", []), ("a, b", ["a, b"])],
)
def test_a_list_cell(cell, items):
    assert values.split_items(cell) == items
